// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/token_layout.h"

#include <QAbstractScrollArea>

#include <algorithm>
#include <functional>
#include <vector>

namespace fe::widgets {

/// A part of a text that is told apart from the rest; it may begin and end anywhere.
struct TextMark {
    enum class Kind {
        Band, ///< a faint strip of colour behind it
        Underline, ///< a line of the colour below it
        Quiet, ///< pale: it is there for its place alone
    };
    int begin = 0; ///< UTF-16 positions [begin, end)
    int end = 0;
    Kind kind = Kind::Band;
    int series = -1; ///< colour of the theme's series; -1: the accent
    friend bool operator==(const TextMark&, const TextMark&) = default;
};

/// Text made of tokens: wraps, tints, streams, is selected and copied like text and walked through
/// token by token. Made for tens of thousands of tokens: appending sets the last lines only,
/// painting touches the visible ones only.
class TokenView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    enum class Shading {
        None,
        Probability, ///< by TokenItem::probability
        Alternating, ///< neighbours differ
    };

    explicit TokenView(QWidget* parent = nullptr);

    void clear();
    /// Follows the end if the end was in view.
    void append(const QList<TokenItem>& items);
    /// Nothing more will come: tokens that waited for the rest of their character are shown.
    void finish();

    [[nodiscard]] int tokenCount() const { return m_layout.tokenCount(); }
    [[nodiscard]] const QString& text() const { return m_layout.text(); }
    [[nodiscard]] const TokenLayout& tokenLayout() const { return m_layout; }

    /// In the order in which they are drawn; they stay until they are set again, through clear()
    /// too, and may reach beyond the text.
    void setMarks(std::vector<TextMark> marks);
    [[nodiscard]] const std::vector<TextMark>& marks() const { return m_marks; }

    void setShading(Shading shading);
    [[nodiscard]] Shading shading() const { return m_shading; }
    /// Shown in the middle while there are no tokens.
    void setPlaceholder(const QString& text);
    /// What the pointer shows over a unit: one text for all its tokens.
    void setToolTipSource(std::function<QString(const TokenUnit&)> source);
    /// Font of the tokens: the system's monospaced one, or the widget's own.
    void setMonospaced(bool monospaced);
    [[nodiscard]] bool isMonospaced() const { return m_monospaced; }

    /// First token of the current unit; -1 if there is none.
    [[nodiscard]] int currentToken() const;
    void setCurrentToken(int token);
    [[nodiscard]] QString selectedText() const;
    /// UTF-16 positions; empty where they are equal.
    [[nodiscard]] int selectionBegin() const { return std::min(m_anchor, m_cursor); }
    [[nodiscard]] int selectionEnd() const { return std::max(m_anchor, m_cursor); }
    void select(int begin, int end);
    /// Where a unit is drawn, in viewport coordinates (its first line).
    [[nodiscard]] QRect unitRect(int unit) const;
    /// The unit at a point of the viewport, -1 if there is none.
    [[nodiscard]] int unitAtViewport(const QPoint& point) const
    {
        return m_layout.unitAt(toLayout(point));
    }
    void scrollToUnit(int unit);

    [[nodiscard]] QSize sizeHint() const override;

public Q_SLOTS:
    void selectAll();
    /// The selection, or everything.
    void copy() const;

Q_SIGNALS:
    /// The unit under the pointer; both -1 when it left. `first`..`last` are token indices.
    void tokenHovered(int first, int last);
    /// The unit that was clicked or walked to; both -1 after clear().
    void currentTokenChanged(int first, int last);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void applyFont();
    void relayout();
    void updateScrollBar();
    void setCurrentUnit(int unit, bool extendSelection);
    void setHoveredUnit(int unit);
    void paintUnits(QPainter& painter, const QPointF& origin, qreal top, qreal bottom);
    void paintFrame(QPainter& painter, const QPointF& origin, int unit, const QColor& color) const;
    /// @param below what lies behind the letters, or what lies over them.
    void paintMarks(QPainter& painter, const QPointF& origin, qreal top, qreal bottom,
                    bool below) const;
    [[nodiscard]] int unitBeside(int unit, int step) const;
    [[nodiscard]] int unitOnLine(int unit, qreal lines) const;
    [[nodiscard]] QPointF toLayout(const QPoint& viewportPoint) const;
    [[nodiscard]] QPointF origin() const;

    TokenLayout m_layout;
    std::vector<TextMark> m_marks;
    Shading m_shading = Shading::Probability;
    QString m_placeholder;
    std::function<QString(const TokenUnit&)> m_toolTip;
    bool m_monospaced = true;
    int m_current = -1; // unit
    int m_hovered = -1; // unit
    int m_anchor = 0; // text positions
    int m_cursor = 0;
    bool m_selecting = false;
};

} // namespace fe::widgets
