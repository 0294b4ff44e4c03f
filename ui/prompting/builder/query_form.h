// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QStringList>
#include <QWidget>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace fe::prompting {

class GrowingEdit;

/// What is asked: an input for each field of the pattern but the answer.
class QueryForm : public QWidget
{
    Q_OBJECT
public:
    explicit QueryForm(QWidget* parent = nullptr);

    /// Texts stay with their fields; a field that only changed its name keeps its text.
    void setFields(const QStringList& fields);
    void setValues(const QMap<QString, QString>& values);
    /// Of the fields shown.
    [[nodiscard]] QMap<QString, QString> values() const;
    void focusInput();

Q_SIGNALS:
    void edited();

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Input {
        QString field;
        QLabel* label;
        GrowingEdit* edit;
    };
    void rename(const QStringList& fields);
    void addInput(const QString& field, const QString& text);
    void retranslate();

    QLabel* m_title;
    QVBoxLayout* m_column;
    std::vector<Input> m_inputs; ///< in the order of the fields
};

} // namespace fe::prompting
