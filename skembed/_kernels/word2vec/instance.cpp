// The hot loops of skip-gram and CBOW for one instruction set. The build compiles this file once for
// each, with SKEMBED_ISA as its name; it includes no code that several compilations could share.
#include "word2vec/bags.hpp"
#include "word2vec/skipgram.hpp"

namespace skembed {
namespace SKEMBED_ISA {

extern const Loops loops;
const Loops loops = {skipgram_block, bags_average, bags_block, bags_update};

}  // namespace SKEMBED_ISA
}  // namespace skembed
