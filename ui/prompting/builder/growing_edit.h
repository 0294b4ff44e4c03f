// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace fe::prompting {

/// A text field as high as its text, within limits; Tab leaves it.
class GrowingEdit : public QPlainTextEdit
{
    Q_OBJECT
public:
    /// @param fewest,most lines of text; longer texts scroll.
    GrowingEdit(int fewest, int most, QWidget* parent = nullptr);

    /// Keeps cursor and history if the text is the same.
    void showText(const QString& text);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    /// A wheel at the end of the field's own text turns the page around it.
    void wheelEvent(QWheelEvent* event) override;

private:
    void fit();

    int m_fewest;
    int m_most;
};

} // namespace fe::prompting
