// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace fe::base {
struct Error;
}

namespace fe::imaging {

class VisionState;

/// What stands in a card that has nothing to show: why, what to do, and the button that does it.
class HintPanel : public QWidget
{
    Q_OBJECT
public:
    explicit HintPanel(QWidget* parent = nullptr);

    void setHint(const QString& headline, const QString& text, const QString& button = {});
    void setError(const base::Error& error);
    /// Says why no picture model can be used, if none can; the button opens one.
    /// @return false if one is loaded.
    bool showModelHint(const VisionState& state);

Q_SIGNALS:
    void buttonClicked();

private:
    QLabel* m_headline;
    QLabel* m_text;
    QPushButton* m_button;
};

} // namespace fe::imaging
