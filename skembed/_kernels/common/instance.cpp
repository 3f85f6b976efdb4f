// All hot loops, compiled for one instruction set. The build compiles this file once for each,
// with SKEMBED_ISA as its name; it includes nothing whose code another compilation could share.
#include "word2vec/bags.hpp"
#include "glove/loops.hpp"
#include "pooling/loops.hpp"
#include "word2vec/skipgram.hpp"
#include "supervised/loops.hpp"

namespace skembed {
namespace SKEMBED_ISA {

#define SKEMBED_STRING_(a) #a
#define SKEMBED_STRING(a) SKEMBED_STRING_(a)

extern const Kernels kernels;
const Kernels kernels = {
    SKEMBED_STRING(SKEMBED_ISA), skipgram_block, bags_average, bags_block, bags_update, glove_block,
    text_sums, text_gradients, text_update, head_update, weighted_sum, extreme,
};

}  // namespace SKEMBED_ISA
}  // namespace skembed
