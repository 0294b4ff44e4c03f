// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/byte_spelling.h"

#include "base/utf8.h"
#include "tokenizers/byte_alphabet.h"

namespace fe::tokenizers {

void appendByteSpelling(const TextView& source, AlignedText& out)
{
    for (std::size_t position = 0; position < source.text.size();) {
        const std::size_t length = base::decodeUtf8(source.text, position).length;
        // The reference aligns the bytes after the first with the byte before the next code
        // point; both are the same code point's unless an earlier stage cut it in two.
        const Span first = source.align[position];
        for (std::size_t i = 0; i < length; ++i) {
            const auto byte = static_cast<unsigned char>(source.text[position + i]);
            out.append(byteSpelling(byte), i == 0 ? first : source.align[position + length - 1]);
        }
        position += length;
    }
}

} // namespace fe::tokenizers
