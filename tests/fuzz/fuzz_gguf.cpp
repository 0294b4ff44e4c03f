// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/package_checks.h"
#include "fuzz/target.h"
#include "fuzz/tokenizer_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace fe;
    static const fuzz::Folder folder;
    const auto package = formats::openPackage(folder.write("input.gguf", std::span(data, size)));
    if (!package) {
        fuzz::require(!package.error().oneLine().empty(), "a refusal has its reason");
        return 0;
    }
    fuzz::checkPackage(**package);
    if (const auto tokenizer = tokenizers::loadTokenizer((*package)->config(), "input.gguf")) {
        fuzz::checkTokenizer(*tokenizer);
    }
    return 0;
}
