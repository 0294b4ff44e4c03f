// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/package_checks.h"
#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace fe;
    static const fuzz::Folder folder;
    // By this name even a file that does not begin like one reaches the reader.
    const auto package
        = formats::openPackage(folder.write("input.safetensors", std::span(data, size)));
    if (package) {
        fuzz::checkPackage(**package);
    } else {
        fuzz::require(!package.error().oneLine().empty(), "a refusal has its reason");
    }
    return 0;
}
