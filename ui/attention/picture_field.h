// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace fe::attention {

/// A picture's file: chosen in a dialog, named, taken away.
class PictureField : public QWidget
{
    Q_OBJECT
public:
    explicit PictureField(QWidget* parent = nullptr);

    [[nodiscard]] const QString& path() const { return m_path; } ///< empty: none
    /// Says nothing back.
    void setPath(const QString& path);
    void retranslate();

Q_SIGNALS:
    void pathChosen(const QString& path); ///< by the user, who may want none: empty

private:
    void choose();

    QString m_path;
    QPushButton* m_choose;
    QLabel* m_name;
    QToolButton* m_none;
};

} // namespace fe::attention
