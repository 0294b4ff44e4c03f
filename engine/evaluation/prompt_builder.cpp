// SPDX-License-Identifier: Apache-2.0
#include "evaluation/prompt_builder.h"

#include "base/guarded.h"
#include "evaluation/white_space.h"

#include <algorithm>

namespace fe::evaluation {
namespace {

constexpr const char* kCannotAsk = "cannot build a prompt";

/// Whether an example can show its reasoning.
bool showsReasoning(const PromptPlan& plan, const FieldValues& example)
{
    const auto given = [&](const std::string& field) {
        const auto value = example.find(field);
        return value != example.end() && !trimmed(value->second).empty();
    };
    const auto& fields = plan.reasonedAnswer.fields();
    return !plan.reasonedAnswer.isEmpty() && std::all_of(fields.begin(), fields.end(), given);
}

base::Result<std::string> answerOf(const PromptPlan& plan, const FieldValues& example)
{
    if (!showsReasoning(plan, example)) {
        const auto answer = example.find(plan.answerField);
        if (answer == example.end()) {
            return base::invalidArgument(kCannotAsk,
                                         "there is no answer {" + plan.answerField + '}');
        }
        return answer->second;
    }
    FE_TRY(std::string answer, plan.reasonedAnswer.render(example));
    return plan.trigger.empty() ? answer : plan.trigger + ' ' + answer;
}

/// Puts the parts of a prompt together and remembers where they stand.
class Writer
{
public:
    explicit Writer(const PromptPlan& plan) : m_plan(plan) { }

    void writeInstruction()
    {
        if (!m_plan.instruction.empty()) {
            begin({ .kind = PromptSpan::Kind::Instruction });
            m_prompt.text += m_plan.instruction;
            end();
        }
    }

    base::Result<void> writeExample(std::size_t index, const FieldValues& values)
    {
        begin({ .kind = PromptSpan::Kind::Example, .example = index });
        PromptSpan& span = m_prompt.spans.back();
        for (const PromptPattern::Part& part : m_plan.pattern.parts()) {
            if (part.isField && part.text == m_plan.answerField) {
                FE_TRY(const std::string answer, answerOf(m_plan, values));
                span.answerBegin = m_prompt.text.size();
                m_prompt.text += answer;
                span.answerEnd = m_prompt.text.size();
            } else {
                FE_CHECK(write(part, values));
            }
        }
        end();
        return {};
    }

    base::Result<void> writeQuery(const FieldValues& values)
    {
        begin({ .kind = PromptSpan::Kind::Query });
        for (const PromptPattern::Part& part : m_plan.pattern.parts()) {
            if (part.isField && part.text == m_plan.answerField) {
                openAnswer();
                break;
            }
            FE_CHECK(write(part, values));
        }
        end();
        return {};
    }

    [[nodiscard]] BuiltPrompt finish()
    {
        for (PromptSpan& span : m_prompt.spans) {
            span.begin = std::min(span.begin, m_prompt.text.size());
            span.end = std::min(span.end, m_prompt.text.size());
        }
        return std::move(m_prompt);
    }

private:
    void begin(PromptSpan span)
    {
        if (!m_prompt.spans.empty()) {
            m_prompt.text += m_plan.separator;
        }
        span.begin = m_prompt.text.size();
        m_prompt.spans.push_back(span);
    }
    void end() { m_prompt.spans.back().end = m_prompt.text.size(); }

    base::Result<void> write(const PromptPattern::Part& part, const FieldValues& values)
    {
        if (!part.isField) {
            m_prompt.text += part.text;
            return {};
        }
        const auto value = values.find(part.text);
        if (value == values.end()) {
            return base::invalidArgument(kCannotAsk,
                                         "there is no value for the field {" + part.text + '}');
        }
        m_prompt.text += value->second;
        return {};
    }

    /// Moves the white space before the answer into its continuation.
    void openAnswer()
    {
        const auto moveSpace = [&] {
            const std::size_t length = lengthWithoutSpace(m_prompt.text);
            m_prompt.lead = m_prompt.text.substr(length);
            m_prompt.text.resize(length);
        };
        moveSpace();
        if (!m_plan.trigger.empty()) {
            m_prompt.text += m_prompt.lead + m_plan.trigger;
            moveSpace();
            m_prompt.lead = m_prompt.lead.empty() ? " " : m_prompt.lead;
        }
    }

    const PromptPlan& m_plan;
    BuiltPrompt m_prompt;
};

base::Result<BuiltPrompt> build(const PromptPlan& plan, std::span<const FieldValues> examples,
                                const FieldValues& query)
{
    FE_CHECK(checkPlan(plan));
    Writer writer(plan);
    writer.writeInstruction();
    for (std::size_t i = 0; i < examples.size(); ++i) {
        if (auto written = writer.writeExample(i, examples[i]); !written) {
            base::Error error = written.error();
            error.field = "example " + std::to_string(i + 1);
            return error;
        }
    }
    if (auto written = writer.writeQuery(query); !written) {
        base::Error error = written.error();
        error.field = "query";
        return error;
    }
    return writer.finish();
}

} // namespace

base::Result<void> checkPlan(const PromptPlan& plan)
{
    if (plan.answerField.empty()) {
        return {};
    }
    const std::string name = '{' + plan.answerField + '}';
    bool answered = false;
    for (const PromptPattern::Part& part : plan.pattern.parts()) {
        if (!part.isField) {
            continue;
        }
        if (answered) {
            return base::invalidArgument(kCannotAsk,
                                         part.text == plan.answerField
                                             ? "the answer " + name + " stands in the pattern twice"
                                             : "the field {" + part.text + "} follows the answer "
                                                 + name + ", so the model would not see it");
        }
        answered = part.text == plan.answerField;
    }
    if (!answered) {
        return base::invalidArgument(kCannotAsk,
                                     "the pattern has no field " + name + " to be answered");
    }
    if (!plan.reasonedAnswer.isEmpty() && !plan.reasonedAnswer.uses(plan.answerField)) {
        return base::invalidArgument(kCannotAsk,
                                     "an answer with its reasoning must hold the field " + name);
    }
    return {};
}

base::Result<BuiltPrompt> buildPrompt(const PromptPlan& plan, std::span<const FieldValues> examples,
                                      const FieldValues& query)
{
    return base::guarded("buildPrompt", [&] { return build(plan, examples, query); });
}

std::string answerPrompt(const BuiltPrompt& prompt, std::string_view reasoning,
                         std::string_view answerTrigger)
{
    // What a model writes begins with the space that the prompt must not end with.
    std::string text = prompt.text;
    text += reasoning.substr(0, lengthWithoutSpace(reasoning));
    text += '\n';
    text += answerTrigger.substr(0, lengthWithoutSpace(answerTrigger));
    return text;
}

} // namespace fe::evaluation
