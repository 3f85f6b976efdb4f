// The hot loops of GloVe for one instruction set. The build compiles this file once for each, with
// SKEMBED_ISA as its name; it includes no code that several compilations could share.
#include "glove/loops.hpp"

namespace skembed {
namespace SKEMBED_ISA {

extern const Loops loops;
const Loops loops = {glove_block};

}  // namespace SKEMBED_ISA
}  // namespace skembed
