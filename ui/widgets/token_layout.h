// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QList>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <limits>
#include <memory>
#include <vector>

class QPainter;
class QTextLayout;
class QTextLine;

namespace fe::widgets {

/// One token as it is shown.
struct TokenItem {
    enum class Kind {
        Plain,
        Special, ///< drawn as a chip
        Gap, ///< text that belongs to no token: never tinted, never current
    };
    QString text; ///< empty while the token holds only part of a character
    double probability = std::numeric_limits<double>::quiet_NaN(); ///< NaN: no tint
    Kind kind = Kind::Plain;
};

/// What is drawn and picked as one piece: usually one token, several where they form one character
/// together (bytes of a Korean syllable, parts of an emoji).
struct TokenUnit {
    int begin = 0; ///< UTF-16 positions [begin, end) of the text
    int end = 0;
    int firstToken = 0;
    int lastToken = 0; ///< inclusive
};

/// Geometry of a token text: word wrap, the rectangles of every unit and their inverse. Pure: it
/// knows a font and a width, no widget. Appending costs the last few lines, not the whole text;
/// line breaks are shown as a mark at the end of their line. GUI thread (fonts).
class TokenLayout
{
public:
    TokenLayout();
    ~TokenLayout();
    TokenLayout(TokenLayout&&) noexcept;
    TokenLayout& operator=(TokenLayout&&) noexcept;

    void setFont(const QFont& font);
    /// Room for a line, in pixels (16 at least).
    void setWidth(qreal width);
    void clear();
    void append(const QList<TokenItem>& items);
    /// Tokens at the end that gave no text join the unit before them.
    void finish();

    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] int tokenCount() const { return static_cast<int>(m_items.size()); }
    [[nodiscard]] const TokenItem& item(int token) const
    {
        return m_items[static_cast<std::size_t>(token)];
    }
    [[nodiscard]] int unitCount() const { return static_cast<int>(m_units.size()); }
    [[nodiscard]] const TokenUnit& unit(int index) const
    {
        return m_units[static_cast<std::size_t>(index)];
    }
    /// -1 while the token waits for the rest of its character.
    [[nodiscard]] int unitOfToken(int token) const;
    /// The unit that holds a text position; -1 outside the text.
    [[nodiscard]] int unitAtPosition(int position) const;

    [[nodiscard]] qreal height() const;
    [[nodiscard]] qreal lineHeight() const { return m_lineHeight; }
    /// One rectangle for each line that the unit touches, top to bottom; never empty.
    [[nodiscard]] std::vector<QRectF> rects(int unitIndex) const;
    /// The unit drawn at a point, -1 if there is none: the inverse of rects().
    [[nodiscard]] int unitAt(const QPointF& point) const;
    /// The text position nearest to a point, for selecting; 0 in an empty text.
    [[nodiscard]] int positionAt(const QPointF& point) const;

    struct UnitRect {
        int unit = 0;
        QRectF rect;
    };
    /// What intersects [top, bottom), in text order.
    [[nodiscard]] std::vector<UnitRect> unitsIn(qreal top, qreal bottom) const;
    /// Rectangles of text positions [begin, end) that intersect [top, bottom).
    [[nodiscard]] std::vector<QRectF> rangeRects(int begin, int end, qreal top, qreal bottom) const;
    /// Draws the lines that intersect [top, bottom) with the painter's pen.
    void drawText(QPainter& painter, const QPointF& origin, qreal top, qreal bottom) const;

private:
    struct Block {
        int begin = 0;
        int length = 0;
        int lines = 0; ///< lines of `layout` that count; later ones are set again in the next block
        bool closed = false; ///< nothing appended later can change it
        qreal top = 0;
        std::unique_ptr<QTextLayout> layout;
        [[nodiscard]] QTextLine line(int index) const;
    };
    struct LineAt {
        std::size_t block = 0;
        int line = 0;
    };

    [[nodiscard]] static bool endsLine(QChar c);
    void addUnit(int token, int begin, int end);
    void layOutFrom(int position);
    [[nodiscard]] Block makeBlock(int begin, int end, bool endsParagraph, qreal top) const;
    [[nodiscard]] QString shown(int begin, int end) const;
    [[nodiscard]] LineAt lineAt(qreal y) const;
    [[nodiscard]] QRectF rectInLine(const Block& block, int line, int begin, int end) const;
    template<typename Visit>
    void visitLines(qreal top, qreal bottom, Visit visit) const;

    QFont m_font;
    qreal m_width = 400;
    qreal m_lineHeight = 20;
    QString m_text;
    std::vector<TokenItem> m_items;
    std::vector<TokenUnit> m_units;
    std::vector<int> m_unitOfToken;
    int m_pending = 0; ///< tokens at the end that gave no text yet
    std::vector<Block> m_blocks;
};

} // namespace fe::widgets
