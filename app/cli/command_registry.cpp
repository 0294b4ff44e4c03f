// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"

#include <array>

namespace fe::cli {

// One a file in commands/.
Command inspectCommand();
Command tokenizeCommand();
Command runCommand();
Command generateCommand();
Command scoreCommand();
Command perplexityCommand();
Command sweepCommand();
Command attendCommand();
Command lensCommand();
Command ablateCommand();
Command patchCommand();
Command embedCommand();
Command classifyCommand();
Command evaluateImagesCommand();
Command searchCommand();
Command heatmapCommand();
Command fitCommand();
Command optimalCommand();
Command convertCommand();
Command preprocessCommand();
Command benchCommand();
Command endpointsCommand();
Command listCommand();

std::span<const Command> commands()
{
    static const std::array kCommands
        = { inspectCommand(),  tokenizeCommand(),       runCommand(),     generateCommand(),
            scoreCommand(),    perplexityCommand(),     sweepCommand(),   attendCommand(),
            lensCommand(),     ablateCommand(),         patchCommand(),   embedCommand(),
            classifyCommand(), evaluateImagesCommand(), searchCommand(),  heatmapCommand(),
            fitCommand(),      optimalCommand(),        convertCommand(), preprocessCommand(),
            benchCommand(),    endpointsCommand(),      listCommand() };
    return kCommands;
}

} // namespace fe::cli
