// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/sampling_settings.h"

#include <QAbstractTableModel>

namespace fe::prompting {

/// The logit biases as an editable table with an empty row at its end: typing there adds an entry,
/// emptying a token removes it.
class LogitBiasModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Token, Bias, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    void setEntries(const QList<BiasEntry>& entries);
    [[nodiscard]] const QList<BiasEntry>& entries() const { return m_entries; }
    /// Entries are checked against it as they are shown; may be null.
    void setTokenizer(tokenizers::TokenizerPtr tokenizer);
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    bool removeRows(int row, int count, const QModelIndex& parent = {}) override;

Q_SIGNALS:
    void edited();

private:
    QList<BiasEntry> m_entries;
    tokenizers::TokenizerPtr m_tokenizer;
};

} // namespace fe::prompting
