// SPDX-License-Identifier: Apache-2.0
#include "pictures/index_update.h"

#include "base/guarded.h"
#include "database/database.h"
#include "pictures/file_state.h"
#include "pictures/index_rows.h"
#include "pictures/picture_reader.h"

#include <algorithm>
#include <optional>

namespace fe::pictures {
namespace {

namespace fs = std::filesystem;
using base::Result;
using database::Transaction;
using Clock = std::chrono::steady_clock;

/// Bytes that the index did not know.
struct Fresh {
    formats::Sha256Digest content {};
    std::string file; ///< one that has them
    std::optional<models::Pixels> pixels;
    std::optional<Result<std::vector<float>>> outcome;
};

} // namespace

class IndexUpdate::Work
{
public:
    Work(PictureIndex& index, PictureModel model, fs::path folder)
        : m_database(index.database()), m_model(std::move(model)), m_folder(std::move(folder))
    {
    }

    Result<void> compare(const std::string& modelKey, const base::CancelToken* cancel)
    {
        FE_TRY(const std::string name, folderName(m_folder));
        std::vector<SkippedPicture> closed;
        const std::string folder = m_folder.string();
        FE_TRY(const auto files, listPictures(std::span(&folder, 1), { true, &closed, cancel }));
        FE_TRY(const auto states, statesOf(files, cancel));
        FE_TRY(auto transaction, Transaction::begin(m_database));
        FE_TRY(auto rows, IndexRows::of(m_database, modelKey, name));
        m_rows = rows;
        FE_TRY(auto known, rows.files());
        for (std::size_t i = 0; i < files.size(); ++i) {
            std::string path = fs::path(files[i]).lexically_relative(m_folder).string();
            const auto found = known.find(path);
            const bool isUnchanged = found != known.end() && found->second.isUsable && states[i]
                && *states[i] == found->second.state;
            m_count.done += isUnchanged ? 1 : 0;
            if (found != known.end()) {
                known.erase(found);
            }
            if (!isUnchanged) {
                m_waiting.push_back(std::move(path));
            }
        }
        m_count.total = files.size();
        for (const auto& [path, file] : known) {
            FE_CHECK(rows.erase(path));
        }
        FE_CHECK(note(closed));
        return transaction.commit();
    }

    [[nodiscard]] bool isFinished() const { return m_next == m_waiting.size(); }
    [[nodiscard]] const UpdateCount& count() const { return m_count; }

    Result<void> step(const StepOptions& options, const base::CancelToken& cancel)
    {
        const auto begin = Clock::now();
        const auto batch = std::max<std::size_t>(options.batch, 1);
        std::vector<FileEntry> entries;
        std::vector<Fresh> fresh;
        std::size_t next = m_next;
        while (next < m_waiting.size() && entries.size() < batch) {
            const std::size_t encoding = toEncode(fresh) + 1;
            const auto planned
                = Clock::now() - begin + m_encodeTime * static_cast<std::int64_t>(encoding);
            const bool isSlow = m_encodeTime == Clock::duration::zero() && encoding > 1;
            if (!entries.empty() && (planned > options.time || isSlow)) {
                break;
            }
            FE_CHECK(read(m_waiting[next], entries, fresh, cancel));
            ++next;
        }
        const std::size_t encoded = toEncode(fresh);
        FE_CHECK(encode(fresh, cancel));
        FE_CHECK(keep(entries, fresh));
        m_count.done += next - m_next;
        m_count.read += next - m_next;
        m_count.encoded += encoded;
        m_next = next;
        return {};
    }

private:
    /// Before the transaction: a slow disk must not keep other programs from writing.
    static Result<std::vector<std::optional<FileState>>> statesOf(
        const std::vector<std::string>& files, const base::CancelToken* cancel)
    {
        std::vector<std::optional<FileState>> states;
        states.reserve(files.size());
        for (const std::string& file : files) {
            if (cancel != nullptr && cancel->isCancelled()) {
                return base::cancelled();
            }
            states.push_back(stateOf(file));
        }
        return states;
    }

    /// Folders that the system keeps closed.
    Result<void> note(const std::vector<SkippedPicture>& closed) const
    {
        std::vector<FileEntry> entries;
        for (const SkippedPicture& folder : closed) {
            entries.push_back({ fs::path(folder.file).lexically_relative(m_folder).string(),
                                { 0, kUnsettled },
                                std::nullopt,
                                folder.why });
        }
        return m_rows->write(entries);
    }

    static std::size_t toEncode(const std::vector<Fresh>& fresh)
    {
        return static_cast<std::size_t>(std::count_if(
            fresh.begin(), fresh.end(), [](const Fresh& one) { return one.pixels.has_value(); }));
    }

    /// Adds a file to the step, and its bytes if they are new.
    Result<void> read(const std::string& path, std::vector<FileEntry>& entries,
                      std::vector<Fresh>& fresh, const base::CancelToken& cancel) const
    {
        const std::string file = (m_folder / path).string();
        // Before the bytes: a change after this shows as another time.
        FileState state = stateOf(file).value_or(FileState { 0, kUnsettled });
        if (!isSettled(state)) {
            state.changed = kUnsettled;
        }
        const auto picture = readPicture(file, cancel);
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        if (!picture) {
            entries.push_back({ path, state, std::nullopt, picture.error() });
            return {};
        }
        entries.push_back({ path, state, picture->content, std::nullopt });
        const bool isHere = std::any_of(fresh.begin(), fresh.end(), [&](const Fresh& one) {
            return one.content == picture->content;
        });
        FE_TRY(const bool isKnown, m_rows->knows(picture->content));
        if (isHere || isKnown) {
            return {};
        }
        Fresh one { picture->content, file, std::nullopt, std::nullopt };
        auto pixels = pixelsOf(*picture, file, m_model.processor, cancel);
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        if (pixels) {
            one.pixels = *std::move(pixels);
        } else {
            one.outcome = pixels.error();
        }
        fresh.push_back(std::move(one));
        return {};
    }

    Result<void> encode(std::vector<Fresh>& fresh, const base::CancelToken& cancel)
    {
        std::vector<models::Pixels> pixels;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < fresh.size(); ++i) {
            if (fresh[i].pixels) {
                pixels.push_back(*std::move(fresh[i].pixels));
                places.push_back(i);
            }
        }
        if (places.empty()) {
            return {};
        }
        const auto begin = Clock::now();
        FE_TRY(auto vectors, encodePixels(m_model, std::move(pixels), cancel));
        m_encodeTime = (Clock::now() - begin) / static_cast<std::int64_t>(places.size());
        for (std::size_t i = 0; i < places.size(); ++i) {
            fresh[places[i]].outcome = std::move(vectors[i]);
        }
        return {};
    }

    Result<void> keep(std::vector<FileEntry>& entries, std::vector<Fresh>& fresh) const
    {
        std::vector<ContentEntry> contents;
        for (Fresh& one : fresh) {
            if (*one.outcome || isLasting(one.outcome->error().code)) {
                contents.push_back({ one.content, *std::move(one.outcome) });
            } else {
                blame(entries, one);
            }
        }
        FE_TRY(auto transaction, Transaction::begin(m_database));
        FE_CHECK(m_rows->write(contents));
        FE_CHECK(m_rows->write(entries));
        return transaction.commit();
    }

    /// What may go better next time is noted of the files, not of their bytes.
    static void blame(std::vector<FileEntry>& entries, const Fresh& failed)
    {
        for (FileEntry& entry : entries) {
            if (entry.content == failed.content) {
                entry.content.reset();
                entry.problem = failed.outcome->error();
            }
        }
    }

    const Database& m_database;
    PictureModel m_model;
    fs::path m_folder;
    std::optional<IndexRows> m_rows; ///< since compare()
    std::vector<std::string> m_waiting; ///< paths within the folder
    std::size_t m_next = 0;
    UpdateCount m_count;
    Clock::duration m_encodeTime = Clock::duration::zero(); ///< of a picture; 0: not known yet
};

IndexUpdate::IndexUpdate(std::unique_ptr<Work> work) : m_work(std::move(work)) { }
IndexUpdate::IndexUpdate(IndexUpdate&&) noexcept = default;
IndexUpdate& IndexUpdate::operator=(IndexUpdate&&) noexcept = default;
IndexUpdate::~IndexUpdate() = default;

Result<IndexUpdate> IndexUpdate::begin(PictureIndex& index, PictureModel model,
                                       const std::string& modelKey, const std::string& folder,
                                       const base::CancelToken* cancel)
{
    return base::guarded("IndexUpdate::begin", [&]() -> Result<IndexUpdate> {
        auto work = std::make_unique<Work>(index, std::move(model), folder);
        FE_CHECK(work->compare(modelKey, cancel));
        return IndexUpdate(std::move(work));
    });
}

bool IndexUpdate::isFinished() const
{
    return m_work->isFinished();
}

const UpdateCount& IndexUpdate::count() const
{
    return m_work->count();
}

Result<void> IndexUpdate::step(const StepOptions& options, const base::CancelToken& cancel)
{
    return base::guarded("IndexUpdate::step", [&] { return m_work->step(options, cancel); });
}

Result<UpdateCount> updateFolder(PictureIndex& index, const PictureModel& model,
                                 const std::string& modelKey, const std::string& folder,
                                 const base::CancelToken& cancel, base::Progress& progress)
{
    FE_TRY(auto update, IndexUpdate::begin(index, model, modelKey, folder, &cancel));
    progress.begin("Indexing", update.count().total);
    for (std::size_t shown = 0;;) {
        progress.advance(update.count().done - shown);
        shown = update.count().done;
        if (update.isFinished()) {
            return update.count();
        }
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        FE_CHECK(update.step({}, cancel));
    }
}

} // namespace fe::pictures
