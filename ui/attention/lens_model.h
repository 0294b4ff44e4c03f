// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/color_map.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <memory>
#include <vector>

namespace fe::attention {

/// What a layer would say next at one position.
struct LensCell {
    struct Top {
        QString token;
        double probability = 0;
    };
    std::vector<Top> top; ///< best first
    double entropy = 0; ///< nats
    double klToFinal = 0; ///< nats
};

struct LensTable {
    QStringList tokens; ///< a position each
    int layers = 0; ///< rows: 0 the embeddings .. layers - 1 the model's own output
    std::vector<LensCell> cells; ///< [layers, positions]
};
using LensTablePtr = std::shared_ptr<const LensTable>;

/// The whole table, a row a layer, position and rank: RFC 4180. Any thread; with `cancel`, what is
/// done by then.
[[nodiscard]] QByteArray csvOf(const LensTable& table, const charts::IsCancelled& cancel = {});

/// The logit lens as a table: layers from the last at the top down to the embeddings, positions as
/// columns.
class LensModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Colour { Probability, Entropy, Divergence };
    static constexpr int kShareRole = Qt::UserRole; ///< double, 0 to 1: how strong the tint is

    using QAbstractTableModel::QAbstractTableModel;

    void setTable(LensTablePtr table);
    [[nodiscard]] const LensTablePtr& table() const { return m_table; }
    void setColour(Colour colour);
    [[nodiscard]] const LensCell& cell(const QModelIndex& index) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] double share(const LensCell& cell) const;

    LensTablePtr m_table;
    Colour m_colour = Colour::Probability;
    double m_mostEntropy = 1;
    double m_mostDivergence = 1;
};

} // namespace fe::attention
