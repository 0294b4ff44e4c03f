// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/rng.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fe::fuzz {

using Bytes = std::vector<std::uint8_t>;

/// Damages inputs the ways that files are damaged or forged: flipped bits, missing ends, blocks
/// that moved or come from another file, numbers at their extremes, binary or in text. The same
/// seed gives the same inputs everywhere.
class Mutator
{
public:
    /// @param others inputs that blocks are taken from; not empty, outlives the mutator
    Mutator(std::uint64_t seed, const std::vector<Bytes>& others);

    /// One to four changes. The result is at most kLongest bytes.
    void mutate(Bytes& bytes);

    static constexpr std::size_t kLongest = std::size_t { 1 } << 20U;

private:
    void change(Bytes& bytes);
    void flipBits(Bytes& bytes);
    void truncate(Bytes& bytes);
    void removeBlock(Bytes& bytes);
    void copyBlock(Bytes& bytes);
    void insertFromAnother(Bytes& bytes);
    void setNumber(Bytes& bytes);
    void setNumberInText(Bytes& bytes);
    void setJsonValue(Bytes& bytes);

    std::size_t below(std::size_t limit);
    /// A block of at most 64 bytes, sometimes of any length.
    std::size_t blockLength(std::size_t limit);

    base::Rng m_rng;
    const std::vector<Bytes>& m_others;
};

} // namespace fe::fuzz
