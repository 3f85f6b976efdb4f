// The hot loops of the poolings for one instruction set. The build compiles this file once for each,
// with SKEMBED_ISA as its name; it includes no code that several compilations could share.
#include "pooling/loops.hpp"

namespace skembed {
namespace SKEMBED_ISA {

extern const Loops loops;
const Loops loops = {weighted_sum, extreme};

}  // namespace SKEMBED_ISA
}  // namespace skembed
