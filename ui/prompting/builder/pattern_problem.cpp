// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/pattern_problem.h"

#include "evaluation/pattern.h"

#include <QCoreApplication>

namespace fe::prompting {

namespace {

// The engine's sentences, for the translators: what is not among them stays English.
[[maybe_unused]] constexpr const char* kSentences[] = {
    QT_TRANSLATE_NOOP("fe::prompting::PatternProblem", "the brace { is never closed"),
    QT_TRANSLATE_NOOP("fe::prompting::PatternProblem", "the brace } closes nothing"),
    QT_TRANSLATE_NOOP("fe::prompting::PatternProblem",
                      "a field's name holds no braces, quotes and line breaks"),
    QT_TRANSLATE_NOOP("fe::prompting::PatternProblem", "the field {} has no name"),
    QT_TRANSLATE_NOOP("fe::prompting::PatternProblem", "write a column's name inside"),
    QT_TRANSLATE_NOOP("fe::prompting::PatternProblem",
                      "write {{ or }} for a brace of the text itself"),
};

QString translated(const std::string& sentence)
{
    return QCoreApplication::translate("fe::prompting::PatternProblem", sentence.c_str());
}

/// UTF-16 position of the "column N" (code points, from 1) that an error names.
int positionOf(const base::Error& error, const QString& pattern)
{
    const QString field = QString::fromStdString(error.field);
    bool isNumber = false;
    const int column = field.section(u' ', -1).toInt(&isNumber);
    if (!field.startsWith(QLatin1String("column ")) || !isNumber || column < 1) {
        return -1;
    }
    int position = 0;
    for (int left = column - 1; left > 0 && position < pattern.size(); --left) {
        position += pattern[position].isHighSurrogate() && position + 1 < pattern.size() ? 2 : 1;
    }
    return position;
}

} // namespace

PatternProblem problemOf(const base::Error& error, const QString& pattern)
{
    PatternProblem problem;
    problem.position = positionOf(error, pattern);
    problem.words = translated(error.why.empty() ? error.what : error.why);
    if (!problem.words.isEmpty()) {
        problem.words[0] = problem.words[0].toUpper();
    }
    if (problem.position >= 0) {
        const qsizetype line = pattern.left(problem.position).count(u'\n');
        const qsizetype begin
            = problem.position == 0 ? 0 : pattern.lastIndexOf(u'\n', problem.position - 1) + 1;
        problem.words
            = QCoreApplication::translate("fe::prompting::PatternProblem", "Line %1, column %2: %3")
                  .arg(line + 1)
                  .arg(problem.position - begin + 1)
                  .arg(problem.words);
    }
    if (!error.fix.empty()) {
        problem.words += QStringLiteral("; ") + translated(error.fix);
    }
    problem.words += u'.';
    return problem;
}

std::optional<PatternProblem> patternProblem(const QString& pattern)
{
    const auto parsed = evaluation::PromptPattern::parse(pattern.toStdString());
    return parsed ? std::nullopt : std::optional(problemOf(parsed.error(), pattern));
}

} // namespace fe::prompting
