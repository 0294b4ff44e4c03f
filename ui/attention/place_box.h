// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/examination.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;

namespace fe::attention {

/// "after “the” (position 4)", of encoders "at “[MASK]” (position 4)".
[[nodiscard]] QString placeText(const Examination& examination, std::int64_t position);

/// Chooses the position whose prediction is looked at (of encoders that predict nothing: whose
/// output vector) and says which one it is.
class PlaceBox : public QWidget
{
    Q_OBJECT
public:
    explicit PlaceBox(QWidget* parent = nullptr);

    /// Null: there is nothing to choose. The automatic place is chosen again.
    void setExamination(ExaminationPtr examination);
    /// Nothing, or what is not there: the automatic place. Says nothing back.
    void setChosen(std::optional<int> position);
    [[nodiscard]] std::optional<int> chosen() const;
    /// The one that is looked at. Nothing: the mean of all, of encoders that predict nothing.
    [[nodiscard]] std::optional<std::int64_t> place() const;
    void retranslate();

Q_SIGNALS:
    void placeChosen(std::optional<int> position); ///< by the user

private:
    ExaminationPtr m_examination;
    QLabel* m_label;
    QComboBox* m_box;
};

} // namespace fe::attention
