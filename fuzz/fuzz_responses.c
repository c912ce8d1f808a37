/* SPDX-License-Identifier: MIT */
/* Fuzz target: a stream of responses. Oracle: any segmentation gives the same events. */
#include "fuzz/segmentation.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t len)
{
    fuzz_segmentation(H1_RESPONSES, input, len);
    return 0;
}
