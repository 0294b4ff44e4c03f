// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/picture_field.h"

#include "widgets/themed_icon.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace fe::attention {

PictureField::PictureField(QWidget* parent)
    : QWidget(parent), m_choose(new QPushButton(this)), m_name(new QLabel(this)),
      m_none(new QToolButton(this))
{
    m_name->setTextFormat(Qt::PlainText);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_none->setProperty("kind", QStringLiteral("quiet"));
    m_none->setIcon(widgets::themedIcon(QStringLiteral("close"), widgets::IconRole::Secondary));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_choose);
    row->addWidget(m_name, 1);
    row->addWidget(m_none);
    connect(m_choose, &QPushButton::clicked, this, &PictureField::choose);
    connect(m_none, &QToolButton::clicked, this, [this] { Q_EMIT pathChosen({}); });
    retranslate();
}

void PictureField::setPath(const QString& path)
{
    m_path = path;
    retranslate();
}

void PictureField::choose()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open a picture"), {},
        tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)"));
    if (!path.isEmpty()) {
        Q_EMIT pathChosen(path);
    }
}

void PictureField::retranslate()
{
    m_choose->setText(tr("Picture…"));
    m_none->setToolTip(tr("Without a picture"));
    m_none->setAccessibleName(tr("Without a picture"));
    m_none->setVisible(!m_path.isEmpty());
    m_name->setText(m_path.isEmpty() ? tr("no picture") : QFileInfo(m_path).fileName());
    m_name->setToolTip(m_path);
}

} // namespace fe::attention
