// The hot loops of supervised embeddings for one instruction set. The build compiles this file once for
// each, with SKEMBED_ISA as its name; it includes no code that several compilations could share.
#include "supervised/gradients.hpp"
#include "supervised/sums.hpp"
#include "supervised/updates.hpp"

namespace skembed {
namespace SKEMBED_ISA {

extern const Loops loops;
const Loops loops = {text_sums, text_gradients, text_update, head_update};

}  // namespace SKEMBED_ISA
}  // namespace skembed
