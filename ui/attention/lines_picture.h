// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/attention_lines.h"
#include "charts/chart_picture.h"

#include <QFont>
#include <QStringList>

#include <memory>

namespace fe::attention {

struct LinesData {
    charts::ChartText text;
    QStringList queries;
    QStringList keys;
    AttentionLines lines;
    QStringList heads; ///< names, in the order of AttentionLine::head
};

/// Tokens with lines between them as a drawing, without a widget. Immutable; any thread.
class LinesPicture : public charts::ChartPicture
{
public:
    /// Where things lie in a drawing of some width.
    struct Frame {
        double rowHeight = 20;
        double left = 0; ///< where lines begin
        double right = 0; ///< and end
        double width = 0;
    };
    /// A part of the drawing.
    struct Part {
        double top = 0; ///< of the drawing, in its own pixels
        double bottom = 0;
        int alone = -1; ///< the query whose lines are drawn; -1: of all
        std::size_t mostLines = 0; ///< the heaviest of those in sight
    };

    /// Measures all tokens. The font is that of the screen and of files.
    explicit LinesPicture(std::shared_ptr<const LinesData> data = std::make_shared<LinesData>(),
                          const QFont& font = {});

    [[nodiscard]] const LinesData& data() const { return *m_data; }
    [[nodiscard]] const std::shared_ptr<const LinesData>& sharedData() const { return m_data; }
    [[nodiscard]] Frame frame(double width) const;
    /// Draws only what is in sight.
    void paintPart(QPainter& painter, const Frame& frame, const Part& part,
                   const widgets::ThemeTokens& tokens) const;
    /// As it is drawn whole while one query is chosen.
    [[nodiscard]] LinesPicture withAlone(int query) const;

    [[nodiscard]] charts::ChartText chartText() const override { return m_data->text; }
    [[nodiscard]] QByteArray csv() const override { return csvUnless({}); }
    [[nodiscard]] QByteArray csvUnless(const charts::IsCancelled& isCancelled) const override;
    [[nodiscard]] QSizeF pictureSize() const override;
    void paintPicture(QPainter& painter, const QSizeF& size,
                      const charts::ChartStyle& style) const override;

private:
    void paintTints(QPainter& painter, const Frame& frame, int query,
                    const widgets::ThemeTokens& tokens) const;
    void paintLines(QPainter& painter, const Frame& frame, const Part& part,
                    const widgets::ThemeTokens& tokens) const;
    void paintTokens(QPainter& painter, const Frame& frame, const Part& part) const;

    std::shared_ptr<const LinesData> m_data;
    QFont m_font;
    double m_queryWidth = 0; ///< of the widest
    double m_keyWidth = 0;
    int m_alone = -1;
};

} // namespace fe::attention
