// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/part_rules.h"

#include "widgets/theme.h"
#include "widgets/token_view.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <utility>

namespace fe::prompting {

using evaluation::PromptSpan;
using widgets::scaled;

QString partName(const TokenPart& part)
{
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("fe::prompting::PartRules", text);
    };
    switch (part.kind) {
    case PromptSpan::Kind::Instruction:
        return tr(QT_TRANSLATE_NOOP("fe::prompting::PartRules", "Instruction"));
    case PromptSpan::Kind::Example:
        return tr(QT_TRANSLATE_NOOP("fe::prompting::PartRules", "Example %1"))
            .arg(part.example + 1);
    case PromptSpan::Kind::Query:
        break;
    }
    return tr(QT_TRANSLATE_NOOP("fe::prompting::PartRules", "Query"));
}

QColor partColor(const TokenPart& part, const widgets::ThemeTokens& theme)
{
    switch (part.kind) {
    case PromptSpan::Kind::Instruction:
        return theme.secondary;
    case PromptSpan::Kind::Example:
        return theme.series[1];
    case PromptSpan::Kind::Query:
        break;
    }
    return theme.accent;
}

PartRules::PartRules(widgets::TokenView& view, QWidget* parent) : QWidget(parent), m_view(view)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    m_view.viewport()->installEventFilter(this);
    const auto refresh = qOverload<>(&QWidget::update);
    connect(m_view.verticalScrollBar(), &QScrollBar::valueChanged, this, refresh);
    connect(m_view.verticalScrollBar(), &QScrollBar::rangeChanged, this, refresh);
}

void PartRules::setParts(std::vector<TokenPart> parts)
{
    m_parts = std::move(parts);
    QStringList names;
    for (const TokenPart& part : m_parts) {
        names.append(partName(part));
    }
    setAccessibleDescription(names.join(QStringLiteral(", ")));
    update();
}

const TokenPart* PartRules::partOf(int token) const
{
    const auto found = std::find_if(m_parts.begin(), m_parts.end(), [token](const TokenPart& part) {
        return token >= part.first && token <= part.last;
    });
    return found == m_parts.end() ? nullptr : &*found;
}

QSize PartRules::sizeHint() const
{
    return { scaled(6), scaled(20) };
}

QRect PartRules::ruleOf(const TokenPart& part) const
{
    const int first = m_view.tokenLayout().unitOfToken(part.first);
    const int last = m_view.tokenLayout().unitOfToken(part.last);
    if (first < 0 || last < 0) {
        return {};
    }
    const QRect top = m_view.unitRect(first);
    const std::vector<QRectF> ends = m_view.tokenLayout().rects(last);
    // unitRect() gives the first line of a unit; the last one may lie lower.
    const auto lower = static_cast<int>(ends.back().bottom() - ends.front().bottom());
    const int bottom = m_view.unitRect(last).bottom() + lower;
    const int offset = m_view.viewport()->mapTo(parentWidget(), QPoint()).y() - y();
    return { scaled(1), top.top() + offset, scaled(3), bottom - top.top() + 1 };
}

bool PartRules::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        for (const TokenPart& part : m_parts) {
            const QRect rule = ruleOf(part);
            if (help->pos().y() >= rule.top() && help->pos().y() <= rule.bottom()) {
                QToolTip::showText(help->globalPos(), partName(part), this);
                return true;
            }
        }
        QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

bool PartRules::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Paint) {
        update(); // other lines, or other fonts
    }
    return QWidget::eventFilter(watched, event);
}

void PartRules::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const widgets::ThemeTokens& theme = widgets::themeTokens(palette());
    for (const TokenPart& part : m_parts) {
        const QRect rule = ruleOf(part);
        if (rule.intersects(rect())) {
            painter.setBrush(partColor(part, theme));
            painter.drawRoundedRect(rule, scaled(1.5), scaled(1.5));
        }
    }
}

} // namespace fe::prompting
