// SPDX-License-Identifier: Apache-2.0
#include "endpoints/endpoint_text_model.h"

#include "base/guarded.h"
#include "base/utf8.h"
#include "endpoints/echo_scores.h"
#include "endpoints/reply_stream.h"
#include "endpoints/request.h"
#include "endpoints/tokenize.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace fe::endpoints {
namespace {

using generation::Generation;
using generation::GenerationObserver;
using generation::StopReason;
using generation::TextPart;
using generation::TextRequest;
using generation::TextScore;
using Clock = ReplyStream::Clock;

constexpr int kMostWithdrawals = 8;

double secondsBetween(Clock::time_point begin, Clock::time_point end)
{
    return std::chrono::duration<double>(end - begin).count();
}

base::Result<void> checkRequest(const TextRequest& request)
{
    if (request.prompt.empty() == request.messages.empty()) {
        return base::invalidArgument("cannot generate",
                                     request.prompt.empty()
                                         ? "there is neither a prompt nor a message"
                                         : "there are both a prompt and messages");
    }
    if (request.options.maxTokens < 0 || request.options.topAlternatives < 0) {
        return base::invalidArgument("cannot generate", "a number of tokens is negative");
    }
    for (const std::string& stop : request.options.stop) {
        if (stop.empty()) {
            return base::invalidArgument("cannot use a stop string", "it is empty");
        }
    }
    return {};
}

/// Refused for what it holds, and not for who asks or how often: another wording may do.
bool isAboutContent(int status)
{
    return status == 400 || status == 404 || status == 422 || status == 500 || status == 501;
}

class Model final : public EndpointTextModel
{
public:
    Model(const Endpoint& endpoint, ServerInfo info)
        : m_style(endpoint.style), m_info(std::move(info)), m_client(endpoint),
          m_name(m_info.model + " (" + m_client.base().authority() + ")")
    {
    }

    [[nodiscard]] const std::string& name() const override { return m_name; }
    [[nodiscard]] const generation::TextModelAbilities& abilities() const override
    {
        return m_info.abilities;
    }
    [[nodiscard]] const std::vector<std::string>& warnings() const override { return m_warnings; }
    [[nodiscard]] std::optional<std::int64_t> promptTokens() const override
    {
        return m_promptTokens;
    }
    [[nodiscard]] const ServerInfo& server() const override { return m_info; }
    [[nodiscard]] std::string label(generation::TokenId id) const override
    {
        return m_labels.label(id);
    }
    [[nodiscard]] generation::TokenId idOf(const std::string& text) override
    {
        return m_labels.idOf(text);
    }
    [[nodiscard]] std::int64_t tokensRead() const override { return m_tokensRead; }

    [[nodiscard]] base::Result<Generation> generate(const TextRequest& request,
                                                    GenerationObserver* observer,
                                                    const base::CancelToken& cancel,
                                                    base::Progress& progress) override;
    [[nodiscard]] base::Result<std::vector<TextScore>> score(
        const std::string& prompt, const std::vector<std::string>& continuations,
        const base::CancelToken& cancel, base::Progress& progress) override;
    [[nodiscard]] base::Result<std::vector<generation::TokenId>> tokenize(
        const std::string& text, TextPart part) const override;

private:
    [[nodiscard]] base::Result<Generation> answer(const TextRequest& request,
                                                  GenerationObserver* observer,
                                                  const base::CancelToken& cancel,
                                                  base::Progress& progress);
    [[nodiscard]] base::Result<Generation> finished(ReplyBuilder& builder,
                                                    const ReplyStream& stream,
                                                    Clock::time_point begin, std::size_t given);
    [[nodiscard]] base::Result<std::string> beginningOf(
        const std::vector<generation::Step>& steps) const;
    void count(const Usage& usage);
    /// @param given steps that the answer began with.
    void warnOfEnd(const ReplyBuilder& builder, const ReplyStream& stream, std::size_t given);

    Style m_style;
    ServerInfo m_info;
    mutable HttpClient m_client;
    mutable LabelTable m_labels;
    std::string m_name;
    std::vector<std::string> m_warnings;
    std::vector<ServerComplaint> m_complaints; ///< about fields that were left out then
    std::optional<std::int64_t> m_promptTokens;
    std::int64_t m_tokensRead = 0;
};

base::Result<Generation> Model::generate(const TextRequest& request, GenerationObserver* observer,
                                         const base::CancelToken& cancel, base::Progress& progress)
{
    m_warnings.clear();
    m_promptTokens.reset();
    return base::guarded("EndpointTextModel::generate", [&]() -> base::Result<Generation> {
        FE_CHECK(checkRequest(request));
        return answer(request, observer, cancel, progress);
    });
}

base::Result<Generation> Model::answer(const TextRequest& request, GenerationObserver* observer,
                                       const base::CancelToken& cancel, base::Progress& progress)
{
    FE_TRY(const std::string beginning, beginningOf(request.options.begin));
    FE_TRY(TextQuestion question, questionFor(request, m_info, m_style, beginning));
    for (const ServerComplaint& known : m_complaints) {
        static_cast<void>(withdraw(question, known)); // need not be refused again
    }
    ReplyBuilder builder(request.options, m_labels, observer);
    if (builder.begin(request.options.begin) || request.options.maxTokens == 0) {
        return builder.finish(); // servers refuse 0
    }
    for (int withdrawals = 0;; ++withdrawals) {
        progress.begin("Generating", static_cast<std::uint64_t>(request.options.maxTokens));
        ReplyStream stream(m_client, builder, progress);
        const auto begin = Clock::now();
        const HttpRequest http { joined(m_client.base(), question.path),
                                 base::toText(question.body) };
        const auto response = m_client.send(http, &stream, cancel);
        if (!response && response.error().code == base::ErrorCode::Cancelled) {
            m_warnings = question.warnings;
            return builder.cancel();
        }
        FE_CHECK(response ? base::Result<void>() : base::Result<void>(response.error()));
        if (response->status >= 200 && response->status < 300) {
            FE_CHECK(stream.finish());
            m_warnings = question.warnings;
            return finished(builder, stream, begin, request.options.begin.size());
        }
        const ServerComplaint complaint = complaintOf(response->body);
        if (!isAboutContent(response->status) || withdrawals == kMostWithdrawals
            || !withdraw(question, complaint)) {
            return errorOf(*response, m_client);
        }
        m_complaints.push_back(complaint);
    }
}

/// The text that an answer is to begin with.
base::Result<std::string> Model::beginningOf(const std::vector<generation::Step>& steps) const
{
    std::string text;
    for (const generation::Step& step : steps) {
        const auto bytes = m_labels.bytes(step.id);
        if (!bytes) {
            return base::invalidArgument("cannot go on with this answer",
                                         "it is not one of this endpoint");
        }
        text += *bytes;
    }
    if (!base::isValidUtf8(text)) {
        return base::unsupported(m_client.base().authority(), {},
                                 "an answer can be gone on with between two characters alone");
    }
    return text;
}

base::Result<Generation> Model::finished(ReplyBuilder& builder, const ReplyStream& stream,
                                         Clock::time_point begin, std::size_t given)
{
    warnOfEnd(builder, stream, given);
    Generation result = builder.finish();
    const auto end = Clock::now();
    const auto first = stream.firstText().value_or(end);
    const Usage usage = stream.usage().value_or(Usage {});
    m_promptTokens = stream.usage() ? std::optional(usage.promptTokens) : std::nullopt;
    result.timings.promptSeconds = secondsBetween(begin, first);
    result.timings.decodeSeconds = secondsBetween(first, end);
    result.timings.promptTokens = usage.promptTokens - usage.cachedTokens;
    // The first token comes with the prompt's pass.
    const auto generated
        = stream.usage() ? usage.completionTokens : static_cast<std::int64_t>(result.steps.size());
    result.timings.decodeTokens = std::max<std::int64_t>(generated - 1, 0);
    count(usage);
    return result;
}

void Model::warnOfEnd(const ReplyBuilder& builder, const ReplyStream& stream, std::size_t given)
{
    const std::string& reason = builder.finishReason();
    if (reason == "content_filter") {
        m_warnings.emplace_back("the server's content filter ended the text");
    } else if (reason == "tool_calls" || reason == "function_call") {
        m_warnings.emplace_back("the model called a tool, which is not offered here");
    }
    if (stream.hasReasoning()) {
        m_warnings.emplace_back("the server keeps the model's reasoning apart; it is not shown");
    }
    const auto told = static_cast<std::int64_t>(builder.size() - given);
    const std::int64_t generated = stream.usage() ? stream.usage()->completionTokens : 0;
    if (builder.hasTokens() && generated > told + 1) { // one is the end of the text
        m_warnings.push_back("the server generated " + std::to_string(generated)
                             + " tokens and described " + std::to_string(told) + " of them");
    }
    if (stream.hasInvalidText()) {
        m_warnings.emplace_back("the server sent text that is no UTF-8; it was replaced by U+FFFD");
    }
}

void Model::count(const Usage& usage)
{
    m_tokensRead += usage.promptTokens - usage.cachedTokens + usage.completionTokens;
}

base::Result<std::vector<TextScore>> Model::score(const std::string& prompt,
                                                  const std::vector<std::string>& continuations,
                                                  const base::CancelToken& cancel,
                                                  base::Progress& progress)
{
    return base::guarded("EndpointTextModel::score", [&]() -> base::Result<std::vector<TextScore>> {
        const ServerProbe probe(m_client, cancel);
        std::vector<TextScore> scores;
        progress.begin("Scoring", continuations.size());
        for (const std::string& continuation : continuations) {
            EchoScore echo;
            if (m_info.scoring == Scoring::None || !continuation.empty()) {
                FE_TRY(echo, echoScore(probe, m_info, prompt, continuation));
            }
            count(echo.usage);
            scores.push_back(echo.score);
            progress.advance();
        }
        return scores;
    });
}

base::Result<std::vector<generation::TokenId>> Model::tokenize(const std::string& text,
                                                               TextPart part) const
{
    return base::guarded(
        "EndpointTextModel::tokenize", [&]() -> base::Result<std::vector<generation::TokenId>> {
            const base::CancelToken never;
            FE_TRY(const auto tokens,
                   endpoints::tokenize(ServerProbe(m_client, never), m_info, text, part));
            std::vector<generation::TokenId> ids;
            for (const ServerToken& token : tokens) {
                // Without a spelling the number must do, so that different tokens stay different.
                ids.push_back(m_labels.idOf(token.text.empty() ? "#" + std::to_string(token.id)
                                                               : token.text));
            }
            return ids;
        });
}

} // namespace

base::Result<std::unique_ptr<EndpointTextModel>> openEndpoint(const Endpoint& endpoint,
                                                              const base::CancelToken& cancel,
                                                              base::Progress& progress)
{
    FE_TRY(const Endpoint ready, resolved(endpoint));
    FE_TRY(const ServerInfo info, inspectServer(ready, cancel, progress));
    return openEndpoint(ready, info);
}

base::Result<std::unique_ptr<EndpointTextModel>> openEndpoint(const Endpoint& endpoint,
                                                              const ServerInfo& info)
{
    FE_TRY(const Endpoint ready, resolved(endpoint));
    return base::guarded("openEndpoint", [&]() -> base::Result<std::unique_ptr<EndpointTextModel>> {
        return std::unique_ptr<EndpointTextModel>(std::make_unique<Model>(ready, info));
    });
}

} // namespace fe::endpoints
