// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/bench_kinds.h"

#include <algorithm>
#include <array>

namespace fe::cli {
namespace {

constexpr std::array kKinds {
    BenchKind { "decode", benchDecode },         BenchKind { "prefill", benchPrefill },
    BenchKind { "encode", benchEncode },         BenchKind { "images", benchImages },
    BenchKind { "preprocess", benchPreprocess }, BenchKind { "tokenize", benchTokenize },
    BenchKind { "attention", benchAttention },
};

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "bench",
        "speeds: medians of repeated runs after a warm-up",
        { "WHAT", "MODEL" },
        {
            { "--prompt-tokens", "N", ValueKind::Integer,
              "decode: tokens read before (default 128)", 0, 1e9 },
            { "--tokens", "N", ValueKind::Integer,
              "tokens a run, encode: a text (default: decode 64, encode 32, else 512)", 1, 1e9 },
            { "--count", "N", ValueKind::Integer,
              "encode: texts a run (default 256); images, preprocess: pictures a run", 1, 1e6 },
            { "--batch", "N", ValueKind::Integer, "encode, images: read at once (default 32)", 1,
              4096 },
            { "--text", "FILE", ValueKind::Text,
              "tokenize: the text; encode: a text a line (default: made up)" },
            { .name = "--image",
              .value = "FILE",
              .kind = ValueKind::Text,
              .help = "images, preprocess: a picture",
              .repeated = true },
            { "--runs", "N", ValueKind::Integer, "measured runs (default 5)", 1, 1000 },
        },
        {},
        "WHAT is\n"
        "  decode      one token at a time after a prompt, which is not timed\n"
        "  prefill     a whole prompt\n"
        "  encode      texts to vectors, tokenizing them included\n"
        "  images      picture files to vectors\n"
        "  preprocess  picture files to a model's pixels; weights are not read\n"
        "  tokenize    one text, as a whole, by one thread\n"
        "  attention   a prompt, with the attention of every head kept\n"
        "Texts and pictures are repeated until there are enough. Tokens are random with --seed;\n"
        "their choice does not change the speed. added_bytes: memory that the first run took."
    };
    return kSpec;
}

std::string kindNames()
{
    std::string names;
    for (const BenchKind& kind : kKinds) {
        names += (names.empty() ? "" : &kind == &kKinds.back() ? " and " : ", ");
        names += kind.name;
    }
    return names;
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    const std::string& what = arguments.positional(0);
    const auto kind = std::find_if(kKinds.begin(), kKinds.end(),
                                   [&](const BenchKind& each) { return each.name == what; });
    if (kind == kKinds.end()) {
        return base::invalidArgument("cannot measure \"" + what + '"', "there are " + kindNames());
    }
    return kind->run(arguments, context);
}

} // namespace

Command benchCommand()
{
    return { spec, run };
}

} // namespace fe::cli
