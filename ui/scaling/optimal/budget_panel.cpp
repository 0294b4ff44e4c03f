// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/optimal/budget_panel.h"

#include "charts/plot_ticks.h"
#include "scaling/compute_optimal.h"
#include "scaling/optimal/device_presets.h"
#include "scaling/page_parts.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QStackedWidget>

#include <cmath>

namespace fe::scaling_tab {

using widgets::scaled;

namespace {

constexpr double kTera = 1e12;
constexpr int kUsualDevice = 1; // of devicePresets()
constexpr double kUsualUtilisation = 40; // %
constexpr double kUsualHours = 100'000;
constexpr const char* kUsualFlops = "5.76e23"; // Chinchilla's own
constexpr double kFullPart = 100; // %

} // namespace

std::optional<double> flopsFrom(const QString& text)
{
    QString plain = text.trimmed().toLower();
    for (const QString& times : { QStringLiteral("·10^"), QStringLiteral("x10^"),
                                  QStringLiteral("*10^"), QStringLiteral("×10^") }) {
        plain.replace(times, QStringLiteral("e"));
    }
    if (plain.startsWith(QLatin1String("10^"))) {
        plain.replace(0, 3, QStringLiteral("1e"));
    }
    plain.remove(u' ');
    bool valid = false;
    double value = QLocale::c().toDouble(plain, &valid);
    if (!valid && plain.count(u',') == 1 && !plain.contains(u'.')) {
        value = QLocale::c().toDouble(plain.replace(u',', u'.'), &valid);
    }
    return valid && std::isfinite(value) && value > 0 ? std::optional(value) : std::nullopt;
}

BudgetPanel::BudgetPanel(QWidget* parent)
    : QWidget(parent), m_ways(new widgets::SegmentedControl(this)),
      m_stack(new QStackedWidget(this)), m_flops(new QLineEdit(this)),
      m_hours(new QDoubleSpinBox(this)), m_device(new QComboBox(this)),
      m_peak(new QDoubleSpinBox(this)),
      m_utilisation(new QDoubleSpinBox(this)), m_times { kindLabel(this, "secondary"),
                                                         kindLabel(this, "secondary") },
      m_sum(kindLabel(this, "heading"))
{
    build();
    retranslate();
    choosePreset(kUsualDevice);
    connect(m_ways, &widgets::SegmentedControl::currentChanged, this, [this](int way) {
        m_stack->setCurrentIndex(way);
        changed();
    });
    connect(m_flops, &QLineEdit::textChanged, this, &BudgetPanel::changed);
    connect(m_device, &QComboBox::currentIndexChanged, this, &BudgetPanel::choosePreset);
    connect(m_peak, &QDoubleSpinBox::valueChanged, this, [this] {
        showPreset();
        changed();
    });
    for (QDoubleSpinBox* box : { m_hours, m_utilisation }) {
        connect(box, &QDoubleSpinBox::valueChanged, this, &BudgetPanel::changed);
    }
    changed();
}

void BudgetPanel::build()
{
    m_ways->addSegment({}, {});
    m_ways->addSegment({}, {});
    m_ways->setObjectName(QStringLiteral("budgetWays"));
    m_flops->setObjectName(QStringLiteral("budgetFlops"));
    m_flops->setText(QLatin1String(kUsualFlops));
    m_flops->setMaximumWidth(scaled(160));
    auto* plain = new QWidget(m_stack);
    auto* plainRow = new QHBoxLayout(plain);
    plainRow->setContentsMargins(0, 0, 0, 0);
    plainRow->addWidget(m_flops);
    plainRow->addStretch(1);
    m_stack->addWidget(plain);
    m_stack->addWidget(buildHours());
    m_sum->setObjectName(QStringLiteral("budgetSum"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(8));
    row->addWidget(m_ways);
    row->addWidget(m_stack, 1);
    row->addWidget(m_sum);
}

QWidget* BudgetPanel::buildHours()
{
    auto* hours = new QWidget(m_stack);
    m_hours->setObjectName(QStringLiteral("deviceHours"));
    m_hours->setRange(0.01, 1e12);
    m_hours->setDecimals(2);
    m_hours->setGroupSeparatorShown(true);
    m_hours->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_hours->setValue(kUsualHours);
    m_device->setObjectName(QStringLiteral("device"));
    for (const DevicePreset& preset : devicePresets()) {
        m_device->addItem(QLatin1String(preset.name));
    }
    m_device->addItem({}); // another one
    m_device->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_device->setMinimumContentsLength(12);
    m_peak->setObjectName(QStringLiteral("devicePeak"));
    m_peak->setRange(0.001, 1e9);
    m_peak->setDecimals(1);
    m_peak->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_utilisation->setObjectName(QStringLiteral("utilisation"));
    m_utilisation->setRange(0.1, kFullPart);
    m_utilisation->setDecimals(1);
    m_utilisation->setSuffix(QStringLiteral(" %"));
    m_utilisation->setValue(kUsualUtilisation);
    auto* row = new QHBoxLayout(hours);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(6));
    row->addWidget(m_hours);
    row->addWidget(m_device, 1);
    row->addWidget(m_times[0]);
    row->addWidget(m_peak);
    row->addWidget(m_times[1]);
    row->addWidget(m_utilisation);
    return hours;
}

std::optional<double> BudgetPanel::flops() const
{
    if (m_ways->current() == 0) {
        return flopsFrom(m_flops->text());
    }
    return scaling::flopsOf(m_hours->value(), m_peak->value() * kTera,
                            m_utilisation->value() / kFullPart);
}

void BudgetPanel::choosePreset(int index)
{
    const auto presets = devicePresets();
    {
        const QSignalBlocker blocker(m_device);
        m_device->setCurrentIndex(index);
    }
    if (index >= 0 && index < int(presets.size())) {
        m_choosing = true;
        m_peak->setValue(presets[std::size_t(index)].peak / kTera);
        m_choosing = false;
    }
}

/// A peak of one's own is another device.
void BudgetPanel::showPreset()
{
    if (!m_choosing) {
        const QSignalBlocker blocker(m_device);
        m_device->setCurrentIndex(m_device->count() - 1);
    }
}

void BudgetPanel::changed()
{
    const std::optional<double> budget = flops();
    m_sum->setText(budget ? tr("%1 FLOPs").arg(charts::scientificText(*budget, 3))
                          : tr("no number above 0"));
    Q_EMIT budgetChanged();
}

QJsonObject BudgetPanel::saveState() const
{
    return { { QStringLiteral("way"), m_ways->current() },
             { QStringLiteral("flops"), m_flops->text() },
             { QStringLiteral("hours"), m_hours->value() },
             { QStringLiteral("device"), m_device->currentIndex() },
             { QStringLiteral("peak"), m_peak->value() },
             { QStringLiteral("utilisation"), m_utilisation->value() } };
}

void BudgetPanel::restoreState(const QJsonObject& state)
{
    if (!state.contains(QStringLiteral("way"))) {
        return;
    }
    m_flops->setText(state.value(QStringLiteral("flops")).toString());
    m_hours->setValue(state.value(QStringLiteral("hours")).toDouble(kUsualHours));
    m_utilisation->setValue(state.value(QStringLiteral("utilisation")).toDouble(kUsualUtilisation));
    const int device = state.value(QStringLiteral("device")).toInt(kUsualDevice);
    choosePreset(qBound(0, device, m_device->count() - 1));
    m_choosing = true;
    m_peak->setValue(state.value(QStringLiteral("peak")).toDouble(m_peak->value()));
    m_choosing = false;
    m_ways->setCurrent(qBound(0, state.value(QStringLiteral("way")).toInt(), 1));
}

void BudgetPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        changed();
    }
}

void BudgetPanel::retranslate()
{
    m_ways->setSegmentText(0, tr("FLOPs"), tr("The budget as floating-point operations"));
    m_ways->setSegmentText(1, tr("Device-hours"),
                           tr("The budget as hours of devices, their peak and utilisation"));
    m_ways->setAccessibleName(tr("How the budget is given"));
    m_flops->setAccessibleName(tr("Budget in FLOPs"));
    m_flops->setToolTip(tr("For example 5.76e23, Chinchilla's own"));
    m_hours->setAccessibleName(tr("Hours of one device"));
    m_hours->setSuffix(tr(" h"));
    m_hours->setToolTip(tr("Devices times hours: 1,000 devices for 100 hours are 100,000"));
    m_device->setAccessibleName(tr("Device"));
    m_device->setItemText(m_device->count() - 1, tr("another device"));
    m_peak->setAccessibleName(tr("Peak of the device in TFLOP/s"));
    m_peak->setSuffix(tr(" TFLOP/s"));
    m_peak->setToolTip(tr("Dense bfloat16 (float16 of the V100), as in the maker's data sheet"));
    m_utilisation->setAccessibleName(tr("Utilisation"));
    m_utilisation->setToolTip(tr("Share of the peak that training reaches; 30 to 50 % is usual"));
    for (QLabel* times : m_times) {
        times->setText(QStringLiteral("×"));
    }
}

} // namespace fe::scaling_tab
