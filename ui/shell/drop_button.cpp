// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/drop_button.h"

#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QStyleOptionButton>
#include <QStylePainter>

namespace fe::shell {

using widgets::scaled;

namespace {

constexpr int kPadding = 10;
constexpr int kGap = 6;
constexpr int kArrow = 13;
constexpr int kHeight = 30;

} // namespace

DropButton::DropButton(QWidget* parent) : QPushButton(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void DropButton::setTexts(const QString& strong, const QString& secondary)
{
    m_strong = strong;
    m_secondary = secondary;
    describe();
    updateGeometry();
    update();
}

void DropButton::setEmphasis(bool bold)
{
    m_bold = bold;
    updateGeometry();
}

void DropButton::setPurpose(const QString& purpose)
{
    m_purpose = purpose;
    describe();
}

void DropButton::describe()
{
    const QString value
        = m_secondary.isEmpty() ? m_strong : QString(m_strong + QStringLiteral(", ") + m_secondary);
    setAccessibleName(m_purpose.isEmpty() ? value
                                          : QString(m_purpose + QStringLiteral(": ") + value));
    setToolTip(accessibleName());
}

QFont DropButton::strongFont() const
{
    QFont strong = font();
    strong.setWeight(m_bold ? QFont::DemiBold : QFont::Normal);
    return strong;
}

QFont DropButton::secondaryFont() const
{
    QFont secondary = font();
    secondary.setPointSizeF(secondary.pointSizeF() * 0.85);
    return secondary;
}

int DropButton::fixedWidth() const
{
    int width = 2 * scaled(kPadding) + scaled(kGap) + scaled(kArrow);
    if (!m_secondary.isEmpty()) {
        width += scaled(kGap) + QFontMetrics(secondaryFont()).horizontalAdvance(m_secondary);
    }
    return width;
}

QSize DropButton::sizeHint() const
{
    return { fixedWidth() + QFontMetrics(strongFont()).horizontalAdvance(m_strong) + 2,
             scaled(kHeight) };
}

QSize DropButton::minimumSizeHint() const
{
    const QFontMetrics metrics(strongFont());
    return { fixedWidth()
                 + qMin(metrics.horizontalAdvance(m_strong) + 2, metrics.averageCharWidth() * 14),
             scaled(kHeight) };
}

void DropButton::paintEvent(QPaintEvent*)
{
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    option.text.clear();
    option.features &= ~QStyleOptionButton::HasMenu;
    painter.drawControl(QStyle::CE_PushButtonBevel, option);

    const widgets::ThemeTokens& tokens = widgets::themeTokens(palette());
    QRect rest = rect().adjusted(scaled(kPadding), 0, -scaled(kPadding), 0);
    const int arrow = scaled(kArrow);
    const QRect arrowRect(rest.right() - arrow + 1, rest.center().y() - arrow / 2 + 1, arrow,
                          arrow);
    widgets::themedIcon(QStringLiteral("chevron-down"), widgets::IconRole::Secondary)
        .paint(&painter, arrowRect, Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
    rest.setRight(arrowRect.left() - scaled(kGap));

    const QFontMetrics strong(strongFont());
    const int strongRoom = rect().width() - fixedWidth();
    const QString shown = strong.elidedText(m_strong, Qt::ElideMiddle, strongRoom);
    painter.setFont(strongFont());
    painter.setPen(isEnabled() ? tokens.text : tokens.disabled);
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, shown);
    rest.setLeft(rest.left() + strong.horizontalAdvance(shown) + scaled(kGap));
    painter.setFont(secondaryFont());
    painter.setPen(isEnabled() ? tokens.secondary : tokens.disabled);
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, m_secondary);
}

} // namespace fe::shell
