// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/growing_edit.h"

#include "widgets/theme.h"

#include <QEvent>
#include <QScrollBar>
#include <QTextDocument>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace fe::prompting {

namespace {

constexpr int kPadding = 10; // the style's, above and below

} // namespace

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
    const QFontMetricsF metrics(document()->defaultFont());
    const double text = lines * std::ceil(metrics.lineSpacing()) + 2 * document()->documentMargin();
    const QMargins frame = contentsMargins();
    const int height = static_cast<int>(std::ceil(text)) + frame.top() + frame.bottom()
        + widgets::scaled(kPadding);
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
