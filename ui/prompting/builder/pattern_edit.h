// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/builder/growing_edit.h"
#include "prompting/builder/pattern_problem.h"

class QLabel;

namespace fe::prompting {

/// Editor of a pattern: its fields stand out, the place of an error is underlined.
class PatternEdit : public GrowingEdit
{
    Q_OBJECT
public:
    explicit PatternEdit(QWidget* parent = nullptr);

    /// Of the text as it stands; nothing if it can be used.
    [[nodiscard]] const std::optional<PatternProblem>& problem() const { return m_problem; }

Q_SIGNALS:
    /// The text is another. Emitted once a change, problem() being up to date.
    void patternChanged();

protected:
    void changeEvent(QEvent* event) override;

private:
    class Highlighter;
    void check();

    QString m_text; ///< that was checked
    std::optional<PatternProblem> m_problem;
    Highlighter* m_highlighter;
};

} // namespace fe::prompting
