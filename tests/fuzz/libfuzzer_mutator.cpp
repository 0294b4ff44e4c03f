// SPDX-License-Identifier: GPL-3.0-or-later
//
// Half of libFuzzer's mutations are its own, half are ours: it does not know what a number is.
#include "fuzz/mutator.h"

#include <algorithm>

// libFuzzer's names.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned int seed);

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                    unsigned int seed)
{
    if (seed % 2 == 0) {
        return LLVMFuzzerMutate(data, size, most);
    }
    const std::vector<fe::fuzz::Bytes> others { { data, data + size } };
    fe::fuzz::Bytes changed = others.front();
    fe::fuzz::Mutator(seed, others).mutate(changed);
    const std::size_t length = std::min(changed.size(), most);
    std::copy_n(changed.begin(), length, data);
    return length;
}
