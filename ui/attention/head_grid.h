// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/head_grid_layout.h"

#include <QAbstractScrollArea>
#include <QImage>
#include <QSet>

#include <functional>
#include <vector>

namespace fe::attention {

/// All heads of a stack as small maps, a row a layer. Heads are selected like files in a list; the
/// current one has a frame.
///
/// Keyboard: arrows, Home, End (Ctrl: of the grid), Shift or Ctrl extend the selection, Space
/// toggles the current head, P pins it.
class HeadGrid : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit HeadGrid(QWidget* parent = nullptr);

    /// @param maps [layers * heads], a picture each
    void setHeads(int layers, int heads, std::vector<QImage> maps);
    void clear() { setHeads(0, 0, {}); }
    /// What hovering tells of a head, in the language of now.
    void setToolTipSource(std::function<QString(HeadId)> source) { m_toolTip = std::move(source); }
    /// Heads that are drawn faintly: a filter does not let them through.
    void setDimmed(const QSet<int>& heads);
    void setPinned(const QSet<int>& heads);
    /// Heads that are switched off.
    void setOff(const QSet<int>& heads);
    /// Selects heads without a signal. The first is the current one.
    void select(const QList<HeadId>& heads);

    [[nodiscard]] QList<HeadId> selection() const;
    [[nodiscard]] const HeadGridLayout& gridLayout() const { return m_layout; }
    /// A head's place in the viewport.
    [[nodiscard]] QRectF headRect(HeadId head) const;

Q_SIGNALS:
    void selectionChanged();
    /// The user wants this head pinned, or no longer.
    void pinToggled(fe::attention::HeadId head);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    enum class Pick { Only, Toggle, Extend };
    void pick(HeadId head, Pick how);
    void arrange();
    void reveal(HeadId head);
    void describe();
    [[nodiscard]] HeadId headAt(const QPoint& viewportPoint) const;
    void paintHead(QPainter& painter, HeadId head, const QRectF& rect) const;

    std::vector<QImage> m_maps;
    std::function<QString(HeadId)> m_toolTip;
    HeadGridLayout m_layout;
    QSet<int> m_dimmed;
    QSet<int> m_pinned;
    QSet<int> m_off;
    QList<int> m_selected; ///< indices, in the order in which they were selected
    int m_current = -1;
    int m_hovered = -1;
};

} // namespace fe::attention
