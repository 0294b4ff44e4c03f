// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"
#include "charts/patch_map.h"

#include <QWidget>

namespace fe::charts {

/// A picture as the model sees it with a map of its patches laid over, and below it the legend, or
/// the title where patches have colours.
///
/// The mouse tells the value of a patch; a click, or arrows and Enter, activate one.
class PatchCanvas : public QWidget, public ChartPicture
{
    Q_OBJECT
public:
    explicit PatchCanvas(QWidget* parent = nullptr);

    void setMap(const PatchMap& map);
    [[nodiscard]] const PatchMap& map() const { return m_map; }
    void setLook(const PatchLook& look);
    [[nodiscard]] const PatchLook& look() const { return m_look; }
    /// A patch that is framed; nothing: none.
    void setCurrent(std::optional<int> patch);
    [[nodiscard]] std::optional<int> current() const { return m_current; }
    /// Its caption says that it is the one that other parts of the page are about.
    void setChosen(bool chosen);
    [[nodiscard]] PatchLayout patchLayout() const;

    [[nodiscard]] ChartText chartText() const override { return m_map.text; }
    [[nodiscard]] QByteArray csv() const override { return csvOf(m_map); }
    [[nodiscard]] QSizeF pictureSize() const override;
    void paintPicture(QPainter& painter, const QSizeF& size,
                      const ChartStyle& style) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void patchActivated(int patch);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] double footHeight(const QFont& font) const;
    [[nodiscard]] QString patchText(int patch) const;
    void paintLegend(QPainter& painter, const QRectF& area, const ChartStyle& style) const;
    void describe();

    PatchMap m_map;
    PatchLook m_look;
    QImage m_painted;
    std::optional<int> m_current;
    bool m_chosen = false;
};

} // namespace fe::charts
