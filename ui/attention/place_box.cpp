// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/place_box.h"

#include "widgets/theme.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace fe::attention {

namespace {

constexpr int kShownItems = 16;

QString automaticText(const Examination& examination)
{
    return examination.predicts
        ? placeText(examination, examination.place)
        : QCoreApplication::translate("fe::attention::PlaceBox", "mean of all tokens");
}

} // namespace

QString placeText(const Examination& examination, std::int64_t position)
{
    const tokenizers::Tokenizer* tokenizer = examination.subject.model->tokenizer.get();
    const QString token = tokenText(tokenizer, examination.ids[static_cast<std::size_t>(position)]);
    const char* text = examination.subject.model->any->info().kind == "encoder"
        ? QT_TRANSLATE_NOOP("fe::attention::PlaceBox", "at “%1” (position %2)")
        : QT_TRANSLATE_NOOP("fe::attention::PlaceBox", "after “%1” (position %2)");
    return QCoreApplication::translate("fe::attention::PlaceBox", text)
        .arg(token, QString::number(position));
}

PlaceBox::PlaceBox(QWidget* parent)
    : QWidget(parent), m_label(new QLabel(this)), m_box(new QComboBox(this))
{
    m_box->setObjectName(QStringLiteral("predictedPlace"));
    m_box->setMaxVisibleItems(kShownItems);
    // Else every one of thousands of items is measured.
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setMinimumContentsLength(kShownItems);
    m_label->setBuddy(m_box);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(widgets::scaled(6));
    row->addWidget(m_label);
    row->addWidget(m_box, 1);
    connect(m_box, &QComboBox::activated, this, [this] { Q_EMIT placeChosen(chosen()); });
    retranslate();
    setExamination(nullptr);
}

void PlaceBox::setExamination(ExaminationPtr examination)
{
    m_examination = std::move(examination);
    setChosen({});
    retranslate();
}

std::optional<int> PlaceBox::chosen() const
{
    return m_box->currentIndex() > 0 ? std::optional(m_box->currentIndex() - 1) : std::nullopt;
}

void PlaceBox::setChosen(std::optional<int> position)
{
    const QSignalBlocker quiet(m_box);
    const int item = position ? *position + 1 : 0;
    m_box->setCurrentIndex(item > 0 && item < m_box->count() ? item : qMin(0, m_box->count() - 1));
    m_box->setToolTip(m_box->currentText());
}

std::optional<std::int64_t> PlaceBox::place() const
{
    if (const auto position = chosen()) {
        return *position;
    }
    return m_examination && m_examination->predicts ? std::optional(m_examination->place)
                                                    : std::nullopt;
}

/// The items are made anew; the choice stays if it can.
void PlaceBox::retranslate()
{
    const auto before = chosen();
    const bool some = m_examination && !m_examination->ids.empty();
    const bool vectors = some && !m_examination->predicts;
    m_label->setText(vectors ? tr("Output vector") : tr("Prediction"));
    m_box->setAccessibleName(vectors ? tr("Whose output vector is compared")
                                     : tr("Whose prediction is looked at"));
    const QSignalBlocker quiet(m_box);
    m_box->clear();
    if (some) {
        QStringList items { tr("%1, automatic").arg(automaticText(*m_examination)) };
        for (std::size_t i = 0; i < m_examination->ids.size(); ++i) {
            items.append(placeText(*m_examination, static_cast<std::int64_t>(i)));
        }
        m_box->addItems(items);
    }
    setChosen(before);
    setEnabled(some);
}

} // namespace fe::attention
