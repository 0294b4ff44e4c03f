// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/growing_edit.h"

#include "widgets/theme.h"

#include <QEvent>
#include <QScrollBar>
#include <QTextDocument>
#include <QWheelEvent>

#include <algorithm>

namespace fe::prompting {

GrowingEdit::GrowingEdit(int fewest, int most, QWidget* parent)
    : QPlainTextEdit(parent), m_fewest(fewest), m_most(most)
{
    setTabChangesFocus(true);
    connect(this, &QPlainTextEdit::textChanged, this, &GrowingEdit::fit);
    fit();
}

void GrowingEdit::showText(const QString& text)
{
    if (text != toPlainText()) {
        setPlainText(text);
    }
}

void GrowingEdit::fit()
{
    // QPlainTextDocumentLayout counts lines, wrapped ones included.
    const int lines = std::clamp(static_cast<int>(document()->size().height()), m_fewest, m_most);
    const int height = fontMetrics().lineSpacing() * lines + widgets::scaled(18);
    if (height != minimumHeight() || height != maximumHeight()) {
        setFixedHeight(height);
    }
}

void GrowingEdit::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    fit();
}

void GrowingEdit::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        fit();
    }
}

void GrowingEdit::wheelEvent(QWheelEvent* event)
{
    const QScrollBar* bar = verticalScrollBar();
    const bool up = event->angleDelta().y() > 0;
    if (bar->value() == (up ? bar->minimum() : bar->maximum())) {
        event->ignore();
        return;
    }
    QPlainTextEdit::wheelEvent(event);
}

} // namespace fe::prompting
