// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "generation/text_model.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace fe::test {

/// A text model whose tokens are bytes and whose cache holds the text read last. Its likelihoods
/// and texts are functions of the prompt.
class FakeTextModel final : public generation::TextModel
{
public:
    std::function<double(const std::string& prompt, const std::string& continuation)> likelihood
        = [](const std::string&, const std::string& continuation) {
              return -static_cast<double>(continuation.size());
          };
    std::function<std::string(const generation::TextRequest& request)> writes
        = [](const generation::TextRequest&) { return std::string(" answer"); };
    std::function<void()> onCall; ///< before each score and generation
    std::function<std::optional<base::Error>(const std::string& prompt)> refuses;
    generation::TextModelAbilities offered { .logProbs = true,
                                             .mostAlternatives = 0,
                                             .seed = true,
                                             .scores = true,
                                             .tokenizes = true,
                                             .completes = true,
                                             .chats = false,
                                             .context = 0 };
    std::vector<std::string> prompts; ///< of every call, in order
    std::int64_t read = 0;

    const std::string& name() const override { return m_name; }
    const generation::TextModelAbilities& abilities() const override { return offered; }
    std::int64_t tokensRead() const override { return read; }
    std::string label(models::TokenId id) const override
    {
        return std::string(1, static_cast<char>(id));
    }
    base::Result<std::vector<models::TokenId>> tokenize(const std::string& text,
                                                        generation::TextPart) const override
    {
        return std::vector<models::TokenId>(text.begin(), text.end());
    }

    base::Result<generation::Generation> generate(const generation::TextRequest& request,
                                                  generation::GenerationObserver*,
                                                  const base::CancelToken& cancel,
                                                  base::Progress&) override
    {
        const std::string prompt
            = request.messages.empty() ? request.prompt : request.messages.front().content;
        FE_CHECK(begin(prompt));
        generation::Generation generation;
        if (cancel.isCancelled()) {
            generation.reason = generation::StopReason::Cancelled;
            return generation;
        }
        readText(prompt);
        generation.text = writes(request);
        generation.reason = generation::StopReason::Stop;
        return generation;
    }

    base::Result<std::vector<generation::TextScore>> score(
        const std::string& prompt, const std::vector<std::string>& continuations,
        const base::CancelToken& cancel, base::Progress&) override
    {
        FE_CHECK(begin(prompt));
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        readText(prompt);
        std::vector<std::string> sorted = continuations;
        std::sort(sorted.begin(), sorted.end());
        for (const std::string& text : sorted) {
            readText(prompt + text.substr(0, text.size() - 1));
        }
        std::vector<generation::TextScore> scores;
        for (const std::string& text : continuations) {
            const auto size = static_cast<std::int64_t>(text.size());
            scores.push_back({ likelihood(prompt, text), size, size });
        }
        return scores;
    }

private:
    base::Result<void> begin(const std::string& prompt)
    {
        prompts.push_back(prompt);
        if (onCall) {
            onCall();
        }
        if (refuses) {
            if (auto error = refuses(prompt)) {
                return *error;
            }
        }
        return {};
    }
    void readText(const std::string& text)
    {
        const auto end = std::mismatch(text.begin(), text.end(), m_cached.begin(), m_cached.end());
        read += text.end() - end.first;
        m_cached = text;
    }

    std::string m_name = "fake";
    std::string m_cached;
};

} // namespace fe::test
