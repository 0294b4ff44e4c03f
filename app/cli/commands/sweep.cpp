// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/sweep_input.h"
#include "cli/sweep_report.h"
#include "cli/text_model_input.h"
#include "evaluation/sweep_journal.h"

#include <chrono>
#include <ctime>
#include <filesystem>
#include <optional>

namespace fe::cli {
namespace {

using base::Result;
using evaluation::SweepJournal;
using evaluation::SweepRecord;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "sweep",
        "few-shot accuracy on labelled data, by number of examples",
        { "MODEL" },
        withEndpointOptions(sweepOptions()),
        {},
        "A prompt is the instruction, the examples and the query, cut before its answer; the "
        "space\n"
        "in front of the answer belongs to it. sum, token and byte compare the answers' "
        "likelihoods\n"
        "(whole, per token, per byte of UTF-8); calibrated divides by what a query without "
        "content\n"
        "gives; all that a run measured is in `scorings`. n: prompts judged (without examples the\n"
        "seed changes nothing, so 0 shots count once); ci: Wilson's 95 % interval over them; "
        "seed_low,\n"
        "seed_high: Student's 95 % interval of the mean over seeds. confusion: truth by "
        "prediction.\n"
        "tokens_read is what the model read, unique_tokens what had to be read at least once.\n"
        "In --pattern, --instruction, --separator, --reasoned, --trigger and --stop, \\n is a line "
        "break,\n\\t a tab and \\\\ a backslash. A stopped run (status 4) goes on with --out F "
        "--resume."
    };
    return kSpec;
}

std::string nowText()
{
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm utc {};
    gmtime_r(&now, &utc);
    char text[32];
    return { text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc) };
}

const char* weightsName(models::WeightForm form)
{
    switch (form) {
    case models::WeightForm::Stored:
        break;
    case models::WeightForm::F32:
        return "f32";
    case models::WeightForm::BF16:
        return "bf16";
    case models::WeightForm::Int8:
        return "int8";
    case models::WeightForm::Int4:
        return "int4";
    }
    return "stored";
}

Result<evaluation::SweepProvenance> provenanceOf(const OpenedTextModel& opened,
                                                 const Arguments& arguments, Context& context)
{
    evaluation::SweepProvenance provenance;
    provenance.model = opened.model->name();
    if (opened.package != nullptr) {
        provenance.model = opened.package->name();
        FE_TRY(provenance.modelSha256,
               formats::packageSha256(*opened.package, context.cancel, context.progress));
        provenance.weights = weightsName(context.load.weights);
        provenance.device = context.load.device;
    } else {
        provenance.device = arguments.text("--endpoint");
    }
    provenance.dataFile = std::filesystem::path(arguments.text("--data")).filename().string();
    provenance.version = FE_VERSION;
    provenance.time = nowText();
    return provenance;
}

/// The journal that --out asks for, with the cells that it already holds put into `record`.
Result<std::optional<SweepJournal>> openJournal(const Arguments& arguments, SweepRecord& record)
{
    using Journal = std::optional<SweepJournal>;
    if (!arguments.has("--out")) {
        return Journal();
    }
    const std::string path = arguments.text("--out");
    std::error_code failure;
    if (!arguments.has("--resume") || !std::filesystem::exists(path, failure)) {
        FE_TRY(SweepJournal journal, SweepJournal::create(path, record));
        return Journal(std::move(journal));
    }
    evaluation::JournalContent found;
    auto journal = SweepJournal::resume(path, record, found);
    if (!journal) {
        return blame(journal.error(), path);
    }
    record.cells = std::move(found.record.cells);
    return Journal(*std::move(journal));
}

Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const SweepRequest request, sweepRequest(arguments));
    SweepRecord record;
    FE_TRY(record.plan, planWithData(request, arguments));
    FE_TRY(const auto opened, openTextModel(arguments.positional(0), arguments, context));
    FE_TRY(record.provenance, provenanceOf(opened, arguments, context));
    FE_TRY(auto journal, openJournal(arguments, record));
    const auto sink = [&](const evaluation::SweepCell& cell) {
        return journal ? journal->append(cell) : Result<void>();
    };
    FE_TRY(auto ran,
           evaluation::runSweep(record.plan, *opened.model, record.cells, sink, context.cancel,
                                context.progress));
    if (journal) {
        FE_CHECK(journal->flush());
    }
    record.cells = std::move(ran.cells);
    record.complete = ran.complete;
    record.tokensRead = ran.tokensRead;
    record.uniqueTokens = ran.uniqueTokens;
    FE_TRY(const base::Json report,
           sweepReport(record, request.scoring, arguments.has("--prompts")));
    FE_CHECK(print(report));
    return record.complete ? Result<void>() : Result<void>(base::cancelled());
}

} // namespace

Command sweepCommand()
{
    return { spec, run };
}

} // namespace fe::cli
