// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/endpoints/endpoint_entry.h"

#include <QStringList>
#include <QWidget>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace fe::prompting {

/// The settings of one endpoint. It shows an entry and says what the user makes of it; a key is
/// typed blind, handed on once and forgotten.
class EndpointForm : public QWidget
{
    Q_OBJECT
public:
    explicit EndpointForm(QWidget* parent = nullptr);

    /// Fields that already say the same keep their cursor.
    void setEntry(const EndpointEntry& entry);
    /// As it stands in the fields.
    [[nodiscard]] const EndpointEntry& entry() const { return m_entry; }
    /// Offered by the server, to choose from; any other name can be typed.
    void setModels(const QStringList& models);
    /// Beside the key's field.
    void showKeyState(const QString& text);

Q_SIGNALS:
    void edited(const fe::prompting::EndpointEntry& entry);
    /// Empty: the key is to be forgotten.
    void keyEntered(const QString& key);

private:
    void build();
    void buildKey(QFormLayout* form);
    void buildMore(QFormLayout* form);
    void read();
    void showKeySource();
    void chooseFile();

    EndpointEntry m_entry;
    bool m_filling = false;
    QLineEdit* m_name;
    QLineEdit* m_url;
    QComboBox* m_model;
    QComboBox* m_style;
    QComboBox* m_keySource;
    QLineEdit* m_variable;
    QLineEdit* m_key;
    QLabel* m_keyState;
    QLineEdit* m_authority;
    QToolButton* m_browse;
    QSpinBox* m_idle;
    QSpinBox* m_retries;
};

} // namespace fe::prompting
