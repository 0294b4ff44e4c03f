// SPDX-License-Identifier: GPL-3.0-or-later
//
// Speeds of what reads text itself: tokenizers and text encoders. The text is a file's, or made up.
#include "analysis/embedding.h"
#include "base/rng.h"
#include "cli/bench_kinds.h"
#include "cli/bench_report.h"
#include "cli/model_input.h"
#include "cli/picture_list.h"

namespace fe::cli {
namespace {

using Clock = std::chrono::steady_clock;

/// A word of 2 to 9 letters and what follows it: no language, but the mix of a text.
std::string madeUpWord(base::Rng& rng)
{
    std::string word;
    for (std::uint64_t length = 2 + rng.below(8); length > 0; --length) {
        word += static_cast<char>('a' + rng.below(26));
    }
    return word
        + (rng.below(12) == 0       ? "\n"
               : rng.below(20) == 0 ? " 1984 "
               : rng.below(9) == 0  ? ", "
                                    : " ");
}

std::string madeUpText(std::size_t bytes, base::Rng& rng)
{
    std::string text;
    while (text.size() < bytes) {
        text += madeUpWord(rng);
    }
    return text;
}

/// `count` texts of at least `tokens` tokens each and hardly more.
base::Result<std::vector<std::string>> madeUpTexts(std::size_t count, std::size_t tokens,
                                                   const tokenizers::Tokenizer& tokenizer,
                                                   base::Rng& rng)
{
    std::vector<std::string> texts(count);
    for (std::string& text : texts) {
        for (std::size_t length = 0; length < tokens;) {
            text += madeUpWord(rng);
            FE_TRY(const auto encoding, tokenizer.encode(text));
            if (encoding.ids.size() <= length) {
                return base::invalidArgument("cannot make up a text of " + std::to_string(tokens)
                                                 + " tokens",
                                             "the model's tokenizer stops growing at "
                                                 + std::to_string(length) + "; use --text");
            }
            length = encoding.ids.size();
        }
    }
    return texts;
}

/// The file's lines over and over, or as many made-up texts.
base::Result<std::vector<std::string>> textsFor(const Arguments& arguments,
                                                const tokenizers::Tokenizer& tokenizer,
                                                base::Rng& rng)
{
    const auto count = static_cast<std::size_t>(arguments.integer("--count", 256));
    if (!arguments.has("--text")) {
        const auto tokens = static_cast<std::size_t>(arguments.integer("--tokens", 32));
        return madeUpTexts(count, tokens, tokenizer, rng);
    }
    FE_TRY(const auto lines, readLines(arguments.text("--text")));
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) {
        texts.push_back(lines[i % lines.size()]);
    }
    return texts;
}

} // namespace

base::Result<void> benchEncode(const Arguments& arguments, Context& context)
{
    const std::string& name = arguments.positional(1);
    FE_TRY(const auto loaded, loadAnyModel(name, arguments, context));
    if (!loaded.model->info().readsText()) {
        return base::unsupported(name, {}, "the model reads no text");
    }
    FE_TRY(const auto settings, analysis::embeddingSettings(*loaded.package, loaded.model->info()));
    FE_TRY(const auto tokenizer, tokenizers::loadTokenizer(*loaded.package));
    base::Rng rng(static_cast<std::uint64_t>(arguments.integer("--seed", 0)));
    FE_TRY(const auto texts, textsFor(arguments, *tokenizer, rng));
    const auto batch = static_cast<std::size_t>(arguments.integer("--batch", 32));
    const auto run = [&]() -> base::Result<double> {
        const auto begin = Clock::now();
        const auto vectors = analysis::embedTexts(*loaded.model, *tokenizer, settings, texts, batch,
                                                  context.cancel, context.progress);
        if (!vectors) {
            return blame(vectors.error(), name);
        }
        return perSecond(static_cast<double>(texts.size()), begin);
    };
    return reportSpeed({ run, "texts/s" }, arguments, context);
}

base::Result<void> benchTokenize(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto package, openModel(arguments.positional(1), arguments, context));
    FE_TRY(const auto tokenizer, tokenizers::loadTokenizer(*package));
    base::Rng rng(static_cast<std::uint64_t>(arguments.integer("--seed", 0)));
    std::string text = madeUpText(1'000'000, rng);
    if (arguments.has("--text")) {
        FE_TRY(text, readText(arguments.text("--text")));
    }
    if (text.empty()) {
        return base::malformed(arguments.text("--text"), {}, "it holds no text");
    }
    const auto run = [&]() -> base::Result<double> {
        const auto begin = Clock::now();
        FE_CHECK(tokenizer->encode(text));
        return perSecond(static_cast<double>(text.size()) / 1e6, begin);
    };
    return reportSpeed({ run, "MB/s" }, arguments, context);
}

} // namespace fe::cli
