// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QSpinBox;
class QToolButton;

namespace fe::attention {

/// Whether random tokens said twice stand for the text, and how many (Olsson et al. 2022).
class RepeatField : public QWidget
{
    Q_OBJECT
public:
    explicit RepeatField(QWidget* parent = nullptr);

    [[nodiscard]] bool isOn() const;
    void setOn(bool on);
    [[nodiscard]] int length() const; ///< tokens in each half
    void setLength(int length);
    void retranslate();

Q_SIGNALS:
    void toggled(bool on);
    void lengthChanged(int length);

private:
    QToolButton* m_on;
    QSpinBox* m_length;
};

} // namespace fe::attention
