// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/tokenizer.h"

#include <algorithm>

namespace fe::tokenizers {

Batch padBatch(std::span<const Encoding> encodings, const Padding& padding)
{
    std::size_t longest = 0;
    for (const Encoding& encoding : encodings) {
        longest = std::max(longest, encoding.ids.size());
    }
    std::size_t length = padding.fixedLength.value_or(longest);
    if (padding.multipleOf > 1 && length % padding.multipleOf != 0) {
        length += padding.multipleOf - length % padding.multipleOf;
    }
    Batch batch;
    batch.rows = encodings.size();
    batch.columns = encodings.empty() ? 0 : std::max(length, longest);
    batch.ids.assign(batch.rows * batch.columns, padding.id);
    batch.attentionMask.assign(batch.ids.size(), 0);
    batch.typeIds.assign(batch.ids.size(), padding.typeId);
    for (std::size_t row = 0; row < batch.rows; ++row) {
        const Encoding& encoding = encodings[row];
        const std::size_t free = batch.columns - encoding.ids.size();
        const std::size_t begin = row * batch.columns + (padding.side == Side::Left ? free : 0);
        const auto at = static_cast<std::ptrdiff_t>(begin);
        std::copy(encoding.ids.begin(), encoding.ids.end(), batch.ids.begin() + at);
        std::copy(encoding.typeIds.begin(), encoding.typeIds.end(), batch.typeIds.begin() + at);
        std::fill_n(batch.attentionMask.begin() + at, encoding.ids.size(), std::uint8_t { 1 });
    }
    return batch;
}

base::Result<Encoding> Tokenizer::encodePair(std::string_view, std::string_view,
                                             const EncodeOptions&) const
{
    return base::invalidArgument("cannot tokenise two texts as one",
                                 "this tokenizer does not know how to join them");
}

const BatchSettings& Tokenizer::batchSettings() const
{
    static const BatchSettings kNone;
    return kNone;
}

} // namespace fe::tokenizers
