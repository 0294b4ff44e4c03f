// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/emergence/card_order.h"

#include "widgets/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <numeric>

namespace fe::scaling_tab {

using widgets::scaled;

namespace {

constexpr double kGap = 6; // design pixels
constexpr double kPadding = 9;
constexpr double kNumber = 34; // width of the place's number
constexpr double kWidth = 320;

/// So that nothing is told by colour alone.
QString signOf(CardOrder::Mark mark)
{
    switch (mark) {
    case CardOrder::Mark::None:
        break;
    case CardOrder::Mark::Right:
        return QStringLiteral("✓");
    case CardOrder::Mark::Wrong:
        return QStringLiteral("✗");
    case CardOrder::Mark::Open:
        return QStringLiteral("≈");
    }
    return {};
}

} // namespace

CardOrder::CardOrder(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::OpenHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void CardOrder::setCards(const QVector<Card>& cards)
{
    m_cards = cards;
    if (m_order.size() != cards.size()) {
        m_order.resize(cards.size());
        std::iota(m_order.begin(), m_order.end(), 0);
        m_current = 0;
    }
    updateGeometry();
    update();
    describe();
}

void CardOrder::setOrder(const QVector<int>& order)
{
    QVector<int> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    QVector<int> all(m_cards.size());
    std::iota(all.begin(), all.end(), 0);
    if (sorted == all && order != m_order) {
        m_order = order;
        update();
        describe();
        Q_EMIT orderChanged();
    }
}

void CardOrder::setMarks(const QVector<Mark>& marks)
{
    m_marks = marks;
    update();
    describe();
}

int CardOrder::cardHeight() const
{
    return 2 * fontMetrics().height() + scaled(2 * kPadding);
}

QRect CardOrder::cardRect(int place) const
{
    return { 1, place * (cardHeight() + scaled(kGap)) + 1, width() - 2, cardHeight() };
}

int CardOrder::placeAt(int y) const
{
    return std::clamp(y / (cardHeight() + scaled(kGap)), 0, std::max(0, int(m_order.size()) - 1));
}

QSize CardOrder::sizeHint() const
{
    const int count = int(m_order.size());
    return { scaled(kWidth), count * cardHeight() + std::max(0, count - 1) * scaled(kGap) + 2 };
}

void CardOrder::move(int from, int to)
{
    to = std::clamp(to, 0, int(m_order.size()) - 1);
    if (from == to) {
        return;
    }
    m_order.move(from, to);
    m_current = to;
    update();
    describe();
    Q_EMIT orderChanged();
}

void CardOrder::setCurrent(int place)
{
    m_current = std::clamp(place, 0, std::max(0, int(m_order.size()) - 1));
    update();
    describe();
}

void CardOrder::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int place = 0; place < int(m_order.size()); ++place) {
        if (!m_grip || place != m_current) {
            paintCard(painter, place, cardRect(place));
        }
    }
    if (m_grip) {
        QRect rect = cardRect(m_current);
        rect.moveTop(std::clamp(m_mouse - *m_grip, 0, std::max(0, height() - rect.height())));
        paintCard(painter, m_current, rect);
    }
}

void CardOrder::paintCard(QPainter& painter, int place, const QRectF& rect) const
{
    const widgets::ThemeTokens& tokens = widgets::themeTokens(palette());
    const Card& card = m_cards[m_order[place]];
    const Mark mark = m_marks.value(place, Mark::None);
    const bool held = m_grip && place == m_current;
    const bool focused = hasFocus() && place == m_current;
    QColor edge = tokens.line;
    if (mark == Mark::Right) {
        edge = tokens.success;
    } else if (mark == Mark::Wrong) {
        edge = tokens.danger;
    } else if (mark == Mark::Open) {
        edge = tokens.warning;
    }
    painter.setPen(QPen(focused || held ? tokens.accent : edge, mark == Mark::None ? 1 : 2));
    painter.setBrush(held ? tokens.accentTint : tokens.card);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), scaled(8), scaled(8));
    painter.setPen(mark == Mark::None ? tokens.secondary : edge);
    painter.drawText(QRectF(rect.left(), rect.top(), scaled(kNumber), rect.height()),
                     Qt::AlignCenter, QString::number(place + 1));
    const QRectF sign(rect.right() - scaled(kNumber), rect.top(), scaled(kNumber), rect.height());
    painter.drawText(sign, Qt::AlignCenter, signOf(mark));
    const QRectF text
        = rect.adjusted(scaled(kNumber), scaled(kPadding), -scaled(kNumber), -scaled(kPadding));
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(tokens.text);
    painter.drawText(text, Qt::AlignTop | Qt::AlignLeft | Qt::TextSingleLine, card.title);
    painter.setFont(font());
    painter.setPen(tokens.secondary);
    painter.drawText(text, Qt::AlignBottom | Qt::AlignLeft | Qt::TextSingleLine,
                     fontMetrics().elidedText(card.text, Qt::ElideRight, int(text.width())));
}

void CardOrder::mousePressEvent(QMouseEvent* event)
{
    const int y = event->position().toPoint().y();
    const int place = placeAt(y);
    if (event->button() != Qt::LeftButton || m_order.isEmpty()
        || !cardRect(place).contains(event->position().toPoint())) {
        return;
    }
    setFocus(Qt::MouseFocusReason);
    m_grip = y - cardRect(place).top();
    m_mouse = y;
    setCursor(Qt::ClosedHandCursor);
    setCurrent(place);
}

void CardOrder::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_grip) {
        return;
    }
    m_mouse = event->position().toPoint().y();
    // The middle of the card says where it is.
    move(m_current, placeAt(std::max(0, m_mouse - *m_grip + cardHeight() / 2)));
    update();
}

void CardOrder::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_grip) {
        m_grip.reset();
        setCursor(Qt::OpenHandCursor);
        update();
    }
}

void CardOrder::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Up ? -1 : event->key() == Qt::Key_Down ? 1 : 0;
    if (step == 0 || m_order.isEmpty()) {
        QWidget::keyPressEvent(event);
    } else if (event->modifiers() & (Qt::AltModifier | Qt::ControlModifier)) {
        move(m_current, m_current + step);
    } else {
        setCurrent(m_current + step);
    }
}

void CardOrder::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void CardOrder::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    m_grip.reset();
    update();
}

void CardOrder::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        updateGeometry();
    } else if (event->type() == QEvent::LanguageChange) {
        describe();
    }
}

void CardOrder::describe()
{
    QStringList places;
    for (int place = 0; place < int(m_order.size()); ++place) {
        QString text = tr("%1: %2").arg(place + 1).arg(m_cards[m_order[place]].title);
        if (const QString sign = signOf(m_marks.value(place, Mark::None)); !sign.isEmpty()) {
            text += u' ' + sign;
        }
        if (place == m_current) {
            text = tr("%1 (current)").arg(text);
        }
        places.append(text);
    }
    setAccessibleName(tr("Cards to be put in order"));
    setAccessibleDescription(places.join(QStringLiteral(", ")));
}

} // namespace fe::scaling_tab
