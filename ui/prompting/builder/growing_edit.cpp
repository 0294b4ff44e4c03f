// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/growing_edit.h"

#include "widgets/theme.h"

#include <QEvent>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

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
    const auto wanted = static_cast<int>(document()->size().height());
    const int lines = std::clamp(wanted, m_fewest, m_most);
    // A bar beside a text that fits would take its width and wrap it anew.
    setVerticalScrollBarPolicy(wanted > m_most ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    // Lines differ in height where fonts stand in for each other, and from what metrics say.
    const QTextBlock first = document()->firstBlock();
    const double line = blockBoundingRect(first).height() / std::max(1, first.lineCount());
    double text = std::max(0, lines - wanted) * line;
    int left = lines;
    for (QTextBlock block = first; block.isValid() && left > 0; block = block.next()) {
        const double whole = blockBoundingRect(block).height();
        const int has = std::max(1, block.lineCount());
        text += has <= left ? whole : whole * left / has;
        left -= has;
    }
    text += 2 * document()->documentMargin();
    const int around = height() - viewport()->height(); // frame and padding of the style
    const int height = static_cast<int>(std::ceil(text)) + around;
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
