// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/target.h"
#include "fuzz/tokenizer_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace fe;
    static const fuzz::Folder folder;
    tokenizers::TokenizerFiles files;
    files.tokenizerJson = folder.write("tokenizer.json", std::span(data, size));
    const auto tokenizer = tokenizers::loadTokenizer(files);
    if (tokenizer) {
        fuzz::checkTokenizer(*tokenizer);
    } else {
        fuzz::require(!tokenizer.error().oneLine().empty(), "a refusal has its reason");
    }
    return 0;
}
