// SPDX-License-Identifier: Apache-2.0
#include "endpoints/reply_builder.h"

#include "base/utf8.h"

#include <algorithm>
#include <limits>

namespace fe::endpoints {
namespace {

using generation::Generation;
using generation::Step;
using generation::StopReason;

constexpr float kNotTold = std::numeric_limits<float>::quiet_NaN();

/// The nearest beginning of a character at or before `position`; the text is valid UTF-8.
std::size_t characterBegin(const std::string& text, std::size_t position)
{
    while (position > 0 && position < text.size()
           && (static_cast<unsigned char>(text[position]) & 0xC0U) == 0x80U) {
        --position;
    }
    return position;
}

} // namespace

ReplyBuilder::ReplyBuilder(const generation::GenerationOptions& options, LabelTable& labels,
                           generation::GenerationObserver* observer)
    : m_options(options), m_labels(labels), m_observer(observer), m_matcher(options.stop)
{
}

bool ReplyBuilder::begin(const std::vector<Step>& steps)
{
    if (steps.empty()) {
        return false;
    }
    announce();
    std::string pending;
    for (const Step& step : steps) {
        pending += m_labels.bytes(step.id).value_or(std::string_view());
        const std::size_t whole = base::completeUtf8Prefix(pending);
        addStep(step, std::string_view(pending).substr(0, whole));
        pending.erase(0, whole);
    }
    return m_matcher.stopped();
}

void ReplyBuilder::announce()
{
    if (!m_hasBegun) {
        m_hasBegun = true;
        if (m_observer != nullptr) {
            m_observer->onPromptRead();
        }
    }
}

bool ReplyBuilder::add(const ReplyPiece& piece)
{
    if (!piece.finish.empty()) {
        m_finish = piece.finish;
        m_stopText = piece.stopText;
        m_saysWhatStopped = piece.saysWhatStopped;
    }
    if (piece.text.empty() && piece.tokens.empty()) {
        return m_matcher.stopped();
    }
    announce();
    m_hasTokens = m_hasTokens || !piece.tokens.empty();
    layOut(piece);
    return m_matcher.stopped();
}

void ReplyBuilder::layOut(const ReplyPiece& piece)
{
    if (piece.tokens.empty()) {
        m_held.push_back({ { { piece.text, kNotTold }, {} }, false, piece.text });
        release();
        return;
    }
    // `at` counts the bytes that the tokens spell; text is shared out in whole characters.
    std::size_t at = 0;
    for (std::size_t i = 0; i < piece.tokens.size() && !m_matcher.stopped(); ++i) {
        const std::size_t begin = characterBegin(piece.text, at);
        const std::string& bytes = piece.tokens[i].token.bytes;
        if (i + 1 == piece.tokens.size()) {
            at = piece.text.size();
        } else if (piece.text.compare(at, bytes.size(), bytes) == 0) {
            at += bytes.size();
        }
        const std::size_t end = characterBegin(piece.text, at);
        m_held.push_back({ piece.tokens[i], true, piece.text.substr(begin, end - begin) });
        if (end > begin) {
            release();
        }
    }
}

void ReplyBuilder::release()
{
    for (const Held& held : m_held) {
        if (!m_matcher.stopped()) {
            addStep(described(held), held.text);
        }
    }
    m_held.clear();
}

void ReplyBuilder::addStep(Step step, std::string_view text)
{
    const std::size_t begin = m_matcher.text().size();
    m_matcher.push(text);
    step.textBegin = std::min(begin, m_matcher.text().size());
    step.textEnd = m_matcher.text().size();
    m_steps.push_back(std::move(step));
    if (m_observer != nullptr) {
        m_observer->onToken(m_steps.back(), m_matcher.takeCertain());
    }
}

Step ReplyBuilder::described(const Held& held)
{
    Step step;
    step.id = m_labels.idOf(held.token.token.bytes);
    step.logProb = held.isDescribed ? held.token.token.logProb : kNotTold;
    step.entropy = kNotTold; // it takes the whole distribution, which no server sends
    step.rank = 0;
    for (std::size_t i = 0; i < held.token.top.size(); ++i) {
        const TokenEntry& other = held.token.top[i];
        if (step.rank == 0 && other.bytes == held.token.token.bytes) {
            step.rank = static_cast<std::int32_t>(i) + 1;
        }
        if (static_cast<std::int64_t>(i) < m_options.topAlternatives) {
            step.top.push_back({ m_labels.idOf(other.bytes), other.logProb });
        }
    }
    return step;
}

StopReason ReplyBuilder::stopReason()
{
    if (m_matcher.stopped() || !m_stopText.empty()) {
        return StopReason::Stop;
    }
    if (m_finish == "length" || m_finish == "max_tokens" || m_finish.empty()) {
        return StopReason::Length;
    }
    if (m_finish != "stop" && m_finish != "eos" && m_finish != "end_turn") {
        return StopReason::Stop; // a filter or a tool call
    }
    // "stop" stands for both. A last token without text was the end of the text.
    const bool endToken = !m_held.empty();
    return m_options.stop.empty() || m_saysWhatStopped || endToken ? StopReason::Eos
                                                                   : StopReason::Stop;
}

Generation ReplyBuilder::finish()
{
    const StopReason reason = stopReason();
    if (reason == StopReason::Eos) {
        m_held.clear(); // the token that ended the text is not part of it
    }
    release();
    // Only now, since the text that was held back may have completed a stop string.
    return end(m_matcher.stopped() ? StopReason::Stop : reason);
}

Generation ReplyBuilder::cancel()
{
    release();
    return end(StopReason::Cancelled);
}

Generation ReplyBuilder::end(StopReason reason)
{
    // A stop string that began in earlier tokens took their text away again.
    for (Step& step : m_steps) {
        step.textBegin = std::min(step.textBegin, m_matcher.text().size());
        step.textEnd = std::min(step.textEnd, m_matcher.text().size());
    }
    if (m_observer != nullptr) {
        m_observer->onEnd(reason, m_matcher.takeRest());
    }
    return Generation { m_matcher.text(), std::move(m_steps), reason, {} };
}

} // namespace fe::endpoints
