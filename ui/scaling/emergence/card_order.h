// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QVector>
#include <QWidget>

#include <optional>

namespace fe::scaling_tab {

/// Cards in a column that are put in an order: dragged with the mouse; Up and Down choose one, Alt
/// (or Ctrl) with Up or Down moves it.
class CardOrder : public QWidget
{
    Q_OBJECT
public:
    struct Card {
        QString title;
        QString text;
    };
    enum class Mark { None, Right, Wrong, Open };

    explicit CardOrder(QWidget* parent = nullptr);

    /// The order stays if there are as many as before.
    void setCards(const QVector<Card>& cards);
    /// Of each place, from the top: the index of its card.
    [[nodiscard]] const QVector<int>& order() const { return m_order; }
    /// @param order a permutation; anything else is ignored.
    void setOrder(const QVector<int>& order);
    /// How good the card at each place is; empty: nothing is said.
    void setMarks(const QVector<Mark>& marks);
    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] QRect cardRect(int place) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void orderChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] int cardHeight() const;
    [[nodiscard]] int placeAt(int y) const;
    void move(int from, int to);
    void setCurrent(int place);
    void paintCard(QPainter& painter, int place, const QRectF& rect) const;
    void describe();

    QVector<Card> m_cards;
    QVector<int> m_order;
    QVector<Mark> m_marks;
    int m_current = 0; ///< a place
    std::optional<int> m_grip; ///< where in the dragged card the mouse holds it
    int m_mouse = 0; ///< y
};

} // namespace fe::scaling_tab
