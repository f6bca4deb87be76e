
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'gp4u' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'gp4u'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'gp4u' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('gpus', 'gpus', [CompletionResultType]::ParameterValue, 'Find, show and compare GPUs for rent')
            [CompletionResult]::new('arbitrage', 'arbitrage', [CompletionResultType]::ParameterValue, 'Find where the same GPU is really cheaper, by how much, and whether it lasts')
            [CompletionResult]::new('cluster', 'cluster', [CompletionResultType]::ParameterValue, 'Several machines for one job: the cheapest that do it in time, proven')
            [CompletionResult]::new('providers', 'providers', [CompletionResultType]::ParameterValue, 'The rental networks: what is configured, stored and reachable')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Ask the rental networks for their offers and store them')
            [CompletionResult]::new('auth', 'auth', [CompletionResultType]::ParameterValue, 'Sign up, log in, and manage the account and its tokens')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Who did what, when, to what')
            [CompletionResult]::new('reserve', 'reserve', [CompletionResultType]::ParameterValue, 'Book a GPU for a time, and look after bookings')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take in prices or offers from a file')
            [CompletionResult]::new('daemon', 'daemon', [CompletionResultType]::ParameterValue, 'Keep the market fresh and the books proven: run the loops in the foreground')
            [CompletionResult]::new('wallet', 'wallet', [CompletionResultType]::ParameterValue, 'Money in and out, what was spent and on what, and how much may be')
            [CompletionResult]::new('reconcile', 'reconcile', [CompletionResultType]::ParameterValue, 'Compare rented machines with what the providers show; exit 1 when one is nobody''s or missing')
            [CompletionResult]::new('ledger', 'ledger', [CompletionResultType]::ParameterValue, 'The book behind the wallets, for its operator')
            [CompletionResult]::new('db', 'db', [CompletionResultType]::ParameterValue, 'The database behind it all')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Read and change the configuration')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check configuration, database, providers, clock and file permissions')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of an output, or the names of all')
            [CompletionResult]::new('exit-codes', 'exit-codes', [CompletionResultType]::ParameterValue, 'Print the table of exit codes')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual pages into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;gpus' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find offers, the cheapest per GPU first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show everything known about one offer')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Put two to eight offers side by side, the best value of each line marked with *')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'List the GPUs on the market, with their prices and how each provider spells them')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show what a GPU cost over time: chart, percentiles, time under a price')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;gpus;search' {
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'GPU, in any spelling a provider uses: 4090, "A100 80GB", h100-sxm (repeatable)')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Rental network (repeatable)')
            [CompletionResult]::new('--min-vram', '--min-vram', [CompletionResultType]::ParameterName, 'Memory of one GPU at least')
            [CompletionResult]::new('--min-count', '--min-count', [CompletionResultType]::ParameterName, 'GPUs in the offer at least')
            [CompletionResult]::new('--max-count', '--max-count', [CompletionResultType]::ParameterName, 'GPUs in the offer at most')
            [CompletionResult]::new('--max-price', '--max-price', [CompletionResultType]::ParameterName, 'USD per GPU and hour at most')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Region in the provider''s words; * and ? stand for anything (repeatable)')
            [CompletionResult]::new('--country', '--country', [CompletionResultType]::ParameterName, 'Country code, such as US (repeatable)')
            [CompletionResult]::new('--min-reliability', '--min-reliability', [CompletionResultType]::ParameterName, 'Share of time up at least: 0.99 or 99%')
            [CompletionResult]::new('--min-gscore', '--min-gscore', [CompletionResultType]::ParameterName, 'G-Score at least, from 0 to 1')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Only this kind of price')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'Only offers seen within this time, such as 10m')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Any condition on any field: ''vram_gib >= 80 and (price_per_gpu_hour < 2.5 or kind = interruptible)''')
            [CompletionResult]::new('--disk', '--disk', [CompletionResultType]::ParameterName, 'GB of disk to include in the price')
            [CompletionResult]::new('--egress', '--egress', [CompletionResultType]::ParameterName, 'GB sent from the machine to include in the price')
            [CompletionResult]::new('--hours', '--hours', [CompletionResultType]::ParameterName, 'Hours the machine is kept: traffic and minimum billing are spread over them')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Order, such as price_per_gpu_hour,-reliability (a minus sign: largest first)')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Offers at most; 0 for all [default: 20 on a terminal, otherwise all]')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Continue after the page that gave this cursor')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Look again every so often: redraws on a terminal, prints events as NDJSON off it [default: 30s]')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Watch until something is like this: ''price_per_gpu_hour < 2''')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Stop watching after this time; with --until, exit code 8')
            [CompletionResult]::new('--exec', '--exec', [CompletionResultType]::ParameterName, 'Run this program, without a shell, for each event, with the event as JSON on its standard input')
            [CompletionResult]::new('--rearm', '--rearm', [CompletionResultType]::ParameterName, 'Tell of something again only after its price has moved away by this, so that nothing flaps')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--verified', '--verified', [CompletionResultType]::ParameterName, 'Only machines their provider vouches for')
            [CompletionResult]::new('--available-only', '--available-only', [CompletionResultType]::ParameterName, 'Only offers that can be rented now (this is the default)')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Also offers that cannot be rented now, and price lists')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Also count all offers that match')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Also tell how many offers each filter removed')
            [CompletionResult]::new('--exit-empty', '--exit-empty', [CompletionResultType]::ParameterName, 'End with exit code 10 when nothing matches')
            [CompletionResult]::new('--sync', '--sync', [CompletionResultType]::ParameterName, 'Ask the rental networks before each look, where no daemon does')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;gpus;show' {
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;gpus;compare' {
            [CompletionResult]::new('--disk', '--disk', [CompletionResultType]::ParameterName, 'GB of disk to include in the price')
            [CompletionResult]::new('--egress', '--egress', [CompletionResultType]::ParameterName, 'GB sent from the machine to include in the price')
            [CompletionResult]::new('--hours', '--hours', [CompletionResultType]::ParameterName, 'Hours the machine is kept: traffic and minimum billing are spread over them')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;gpus;models' {
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;gpus;history' {
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Only this provider, rental network or any other whose prices were imported')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days to look back on')
            [CompletionResult]::new('--under', '--under', [CompletionResultType]::ParameterName, 'Also tell for how much of the time the price was under this, USD per GPU-hour')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'How it is billed')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'The last moment to show [default: now]')
            [CompletionResult]::new('--plot', '--plot', [CompletionResultType]::ParameterName, 'Also draw it into this file, .svg or .png')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Look again every so often: redraws on a terminal, prints events as NDJSON off it [default: 30s]')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Watch until something is like this: ''price_per_gpu_hour < 2''')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Stop watching after this time; with --until, exit code 8')
            [CompletionResult]::new('--exec', '--exec', [CompletionResultType]::ParameterName, 'Run this program, without a shell, for each event, with the event as JSON on its standard input')
            [CompletionResult]::new('--rearm', '--rearm', [CompletionResultType]::ParameterName, 'Tell of something again only after its price has moved away by this, so that nothing flaps')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--sync', '--sync', [CompletionResultType]::ParameterName, 'Ask the rental networks before each look, where no daemon does')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;gpus;help' {
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find offers, the cheapest per GPU first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show everything known about one offer')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Put two to eight offers side by side, the best value of each line marked with *')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'List the GPUs on the market, with their prices and how each provider spells them')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show what a GPU cost over time: chart, percentiles, time under a price')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;gpus;help;search' {
            break
        }
        'gp4u;gpus;help;show' {
            break
        }
        'gp4u;gpus;help;compare' {
            break
        }
        'gp4u;gpus;help;models' {
            break
        }
        'gp4u;gpus;help;history' {
            break
        }
        'gp4u;gpus;help;help' {
            break
        }
        'gp4u;arbitrage' {
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'GPU, in any spelling a provider uses (repeatable)')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Only this way of billing; the two are never mixed')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'Prices older than this do not count [default: market.max_age, 24h for list prices]')
            [CompletionResult]::new('--versus', '--versus', [CompletionResultType]::ParameterName, 'Compare with the median provider (of three at least), the next cheapest, the dearest, or what you pay per GPU-hour')
            [CompletionResult]::new('--gpus', '--gpus', [CompletionResultType]::ParameterName, 'GPUs of the job: what must be available, and what moving costs is shared by')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'GB to move from the old place')
            [CompletionResult]::new('--hours', '--hours', [CompletionResultType]::ParameterName, 'Hours the job goes on: moving is paid back in them')
            [CompletionResult]::new('--min-spread', '--min-spread', [CompletionResultType]::ParameterName, 'Net saving at least, in percent of the price compared with')
            [CompletionResult]::new('--min-confidence', '--min-confidence', [CompletionResultType]::ParameterName, 'Only savings that have lasted: seen 3 times, or in 80 % of a day''s observations')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Opportunities at most; 0 for all [default: 20 on a terminal, otherwise all]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Look again every so often: redraws on a terminal, prints events as NDJSON off it [default: 30s]')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Watch until something is like this: ''price_per_gpu_hour < 2''')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Stop watching after this time; with --until, exit code 8')
            [CompletionResult]::new('--exec', '--exec', [CompletionResultType]::ParameterName, 'Run this program, without a shell, for each event, with the event as JSON on its standard input')
            [CompletionResult]::new('--rearm', '--rearm', [CompletionResultType]::ParameterName, 'Tell of something again only after its price has moved away by this, so that nothing flaps')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--include-outliers', '--include-outliers', [CompletionResultType]::ParameterName, 'Also buy at prices that are probably mistakes')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Only news: savings well above what the same market usually offers')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Also list the offers and observations that every number follows from')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep an earlier answer')
            [CompletionResult]::new('--exit-empty', '--exit-empty', [CompletionResultType]::ParameterName, 'End with exit code 10 when there is none')
            [CompletionResult]::new('--sync', '--sync', [CompletionResultType]::ParameterName, 'Ask the rental networks before each look, where no daemon does')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('opportunities', 'opportunities', [CompletionResultType]::ParameterValue, 'List what is saved by buying elsewhere, net of moving, and which of it is news (the default)')
            [CompletionResult]::new('best', 'best', [CompletionResultType]::ParameterValue, 'Show where to buy one model now, and which offers')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Show what each provider asks for one model')
            [CompletionResult]::new('savings', 'savings', [CompletionResultType]::ParameterValue, 'Show what moving to the best price is worth in money')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;arbitrage;opportunities' {
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'GPU, in any spelling a provider uses (repeatable)')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Only this way of billing; the two are never mixed')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'Prices older than this do not count [default: market.max_age, 24h for list prices]')
            [CompletionResult]::new('--versus', '--versus', [CompletionResultType]::ParameterName, 'Compare with the median provider (of three at least), the next cheapest, the dearest, or what you pay per GPU-hour')
            [CompletionResult]::new('--gpus', '--gpus', [CompletionResultType]::ParameterName, 'GPUs of the job: what must be available, and what moving costs is shared by')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'GB to move from the old place')
            [CompletionResult]::new('--hours', '--hours', [CompletionResultType]::ParameterName, 'Hours the job goes on: moving is paid back in them')
            [CompletionResult]::new('--min-spread', '--min-spread', [CompletionResultType]::ParameterName, 'Net saving at least, in percent of the price compared with')
            [CompletionResult]::new('--min-confidence', '--min-confidence', [CompletionResultType]::ParameterName, 'Only savings that have lasted: seen 3 times, or in 80 % of a day''s observations')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Opportunities at most; 0 for all [default: 20 on a terminal, otherwise all]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Look again every so often: redraws on a terminal, prints events as NDJSON off it [default: 30s]')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Watch until something is like this: ''price_per_gpu_hour < 2''')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Stop watching after this time; with --until, exit code 8')
            [CompletionResult]::new('--exec', '--exec', [CompletionResultType]::ParameterName, 'Run this program, without a shell, for each event, with the event as JSON on its standard input')
            [CompletionResult]::new('--rearm', '--rearm', [CompletionResultType]::ParameterName, 'Tell of something again only after its price has moved away by this, so that nothing flaps')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--include-outliers', '--include-outliers', [CompletionResultType]::ParameterName, 'Also buy at prices that are probably mistakes')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Only news: savings well above what the same market usually offers')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Also list the offers and observations that every number follows from')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep an earlier answer')
            [CompletionResult]::new('--exit-empty', '--exit-empty', [CompletionResultType]::ParameterName, 'End with exit code 10 when there is none')
            [CompletionResult]::new('--sync', '--sync', [CompletionResultType]::ParameterName, 'Ask the rental networks before each look, where no daemon does')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;arbitrage;best' {
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Only this way of billing; the two are never mixed')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'Prices older than this do not count [default: market.max_age, 24h for list prices]')
            [CompletionResult]::new('--versus', '--versus', [CompletionResultType]::ParameterName, 'Compare with the median provider (of three at least), the next cheapest, the dearest, or what you pay per GPU-hour')
            [CompletionResult]::new('--gpus', '--gpus', [CompletionResultType]::ParameterName, 'GPUs of the job: what must be available, and what moving costs is shared by')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'GB to move from the old place')
            [CompletionResult]::new('--hours', '--hours', [CompletionResultType]::ParameterName, 'Hours the job goes on: moving is paid back in them')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--include-outliers', '--include-outliers', [CompletionResultType]::ParameterName, 'Also buy at prices that are probably mistakes')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Also list the offers and observations that every number follows from')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;arbitrage;compare' {
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Only this way of billing; the two are never mixed')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'Prices older than this do not count [default: market.max_age, 24h for list prices]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;arbitrage;savings' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'What is paid now: a provider''s price, or USD per GPU-hour [default: the median provider''s]')
            [CompletionResult]::new('--hours-per-day', '--hours-per-day', [CompletionResultType]::ParameterName, 'Hours of use in a day')
            [CompletionResult]::new('--gpus', '--gpus', [CompletionResultType]::ParameterName, 'GPUs of the job')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'GB to move from the old place')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Only this way of billing; the two are never mixed')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'Prices older than this do not count [default: market.max_age, 24h for list prices]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--include-outliers', '--include-outliers', [CompletionResultType]::ParameterName, 'Also move to prices that are probably mistakes')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;arbitrage;help' {
            [CompletionResult]::new('opportunities', 'opportunities', [CompletionResultType]::ParameterValue, 'List what is saved by buying elsewhere, net of moving, and which of it is news (the default)')
            [CompletionResult]::new('best', 'best', [CompletionResultType]::ParameterValue, 'Show where to buy one model now, and which offers')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Show what each provider asks for one model')
            [CompletionResult]::new('savings', 'savings', [CompletionResultType]::ParameterValue, 'Show what moving to the best price is worth in money')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;arbitrage;help;opportunities' {
            break
        }
        'gp4u;arbitrage;help;best' {
            break
        }
        'gp4u;arbitrage;help;compare' {
            break
        }
        'gp4u;arbitrage;help;savings' {
            break
        }
        'gp4u;arbitrage;help;help' {
            break
        }
        'gp4u;cluster' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Find the cheapest offers that do a job in time, with the proof that none are cheaper')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;cluster;plan' {
            [CompletionResult]::new('--work', '--work', [CompletionResultType]::ParameterName, 'What is to be done: 5000 (TFLOP-hours), or 500xA100-80GB-hours (hours of one such GPU)')
            [CompletionResult]::new('--throughput', '--throughput', [CompletionResultType]::ParameterName, 'Throughput to have, instead of work, in TFLOPS')
            [CompletionResult]::new('--deadline', '--deadline', [CompletionResultType]::ParameterName, 'When it must be done: 48h from now, or a moment; with --throughput, how long it is needed')
            [CompletionResult]::new('--precision', '--precision', [CompletionResultType]::ParameterName, 'Arithmetic that throughput is measured in: dense tensor figures of the catalogue, fp32 of its vector units')
            [CompletionResult]::new('--objective', '--objective', [CompletionResultType]::ParameterName, 'What is best: cheapest when kept until the deadline, cheapest when paid until done, or fastest for the budget')
            [CompletionResult]::new('--job', '--job', [CompletionResultType]::ParameterName, 'What to call it')
            [CompletionResult]::new('--vram', '--vram', [CompletionResultType]::ParameterName, 'Memory of each GPU at least')
            [CompletionResult]::new('--max-gpus', '--max-gpus', [CompletionResultType]::ParameterName, 'GPUs at most')
            [CompletionResult]::new('--gpus', '--gpus', [CompletionResultType]::ParameterName, 'GPUs, neither more nor fewer')
            [CompletionResult]::new('--max-machines', '--max-machines', [CompletionResultType]::ParameterName, 'Physical machines at most')
            [CompletionResult]::new('--min-reliability', '--min-reliability', [CompletionResultType]::ParameterName, 'Share of time up of each member at least: 0.99 or 99%')
            [CompletionResult]::new('--survival', '--survival', [CompletionResultType]::ParameterName, 'Probability at least that all members keep running: the product of their reliabilities')
            [CompletionResult]::new('--same', '--same', [CompletionResultType]::ParameterName, 'What all members must have in common')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Only these GPUs, in any spelling a provider uses (repeatable)')
            [CompletionResult]::new('--exclude-provider', '--exclude-provider', [CompletionResultType]::ParameterName, 'Not from this network (repeatable)')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'USD at most: 100 in all, or 5/h')
            [CompletionResult]::new('--efficiency', '--efficiency', [CompletionResultType]::ParameterName, 'What is left of the throughput on every kind of link; 1: nothing is lost')
            [CompletionResult]::new('--efficiency-nvlink', '--efficiency-nvlink', [CompletionResultType]::ParameterName, 'Of GPUs of one machine joined by NVLink or the like [default: 1]')
            [CompletionResult]::new('--efficiency-pcie', '--efficiency-pcie', [CompletionResultType]::ParameterName, 'Of GPUs of one machine on PCI Express [default: 0.9]')
            [CompletionResult]::new('--efficiency-across', '--efficiency-across', [CompletionResultType]::ParameterName, 'Of the sum of several machines [default: 0.7]')
            [CompletionResult]::new('--offers', '--offers', [CompletionResultType]::ParameterName, 'Plan over the offers in this file instead of the stored market; - reads what `gpus search -o ndjson` prints')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'How the offers are billed; both are mixed only where both are named (repeatable) [default: on-demand]')
            [CompletionResult]::new('--pareto', '--pareto', [CompletionResultType]::ParameterName, 'What time costs: the cheapest plans for up to N times, from the deadline to the fastest')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'How long to look for a proof')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Price this plan again (- reads it) instead of making one; exit 7 when it became dearer')
            [CompletionResult]::new('--slippage', '--slippage', [CompletionResultType]::ParameterName, 'How many percent dearer is still accepted by --check')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: of the plan in json and ndjson, of its members in table and csv')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Also tell which limits cost money, the next best plan, and what would help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;cluster;help' {
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Find the cheapest offers that do a job in time, with the proof that none are cheaper')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;cluster;help;plan' {
            break
        }
        'gp4u;cluster;help;help' {
            break
        }
        'gp4u;providers' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the providers and how they are configured')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what is stored of each provider, and how its last sync went')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Ask the providers now whether they can be read; stores nothing')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;providers;list' {
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;providers;status' {
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;providers;check' {
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;providers;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the providers and how they are configured')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what is stored of each provider, and how its last sync went')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Ask the providers now whether they can be read; stores nothing')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;providers;help;list' {
            break
        }
        'gp4u;providers;help;status' {
            break
        }
        'gp4u;providers;help;check' {
            break
        }
        'gp4u;providers;help;help' {
            break
        }
        'gp4u;sync' {
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Also write the raw answers into this folder, secrets removed')
            [CompletionResult]::new('--replay', '--replay', [CompletionResultType]::ParameterName, 'Take the answers from this folder instead of the network')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;auth' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('signup', 'signup', [CompletionResultType]::ParameterValue, 'Make an account with a wallet, and log in to it')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Log in on this machine')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'End the login of this machine')
            [CompletionResult]::new('whoami', 'whoami', [CompletionResultType]::ParameterValue, 'Show who is logged in, and what the login or token may be used for')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change the address, the password or the name of the account')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Make, list and end tokens for programs')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;auth;signup' {
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'E-mail address that names the account [default: asked for]')
            [CompletionResult]::new('--display-name', '--display-name', [CompletionResultType]::ParameterName, 'What you want to be called')
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Name of this request: however often it is repeated, it is done once [default: a new one]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from standard input instead of asking')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;auth;login' {
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'E-mail address that names the account [default: asked for]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from standard input instead of asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;auth;logout' {
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Name of this request: however often it is repeated, it is done once [default: a new one]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;auth;whoami' {
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;auth;update' {
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'New e-mail address; takes the password')
            [CompletionResult]::new('--display-name', '--display-name', [CompletionResultType]::ParameterName, 'What you want to be called')
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Name of this request: however often it is repeated, it is done once [default: a new one]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--no-display-name', '--no-display-name', [CompletionResultType]::ParameterName, 'Be called by your address only')
            [CompletionResult]::new('--new-password', '--new-password', [CompletionResultType]::ParameterName, 'Choose a new password; ends every login and token, and logs in anew here')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password, and with --new-password the new one on a second line, from standard input')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;auth;token' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a token; it is printed this once')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the tokens of the account')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'End a token at once')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;auth;token;create' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What it is for')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'What it may be used for; none includes another (repeatable)')
            [CompletionResult]::new('--spend-limit-per-day', '--spend-limit-per-day', [CompletionResultType]::ParameterName, 'USDC it may spend in a day; needed with the scope spend')
            [CompletionResult]::new('--expires', '--expires', [CompletionResultType]::ParameterName, 'How long it is good for, at most 366d')
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Name of this request: however often it is repeated, it is done once [default: a new one]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;auth;token;list' {
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Also those that have ended')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;auth;token;revoke' {
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Name of this request: however often it is repeated, it is done once [default: a new one]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;auth;token;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a token; it is printed this once')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the tokens of the account')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'End a token at once')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;auth;token;help;create' {
            break
        }
        'gp4u;auth;token;help;list' {
            break
        }
        'gp4u;auth;token;help;revoke' {
            break
        }
        'gp4u;auth;token;help;help' {
            break
        }
        'gp4u;auth;help' {
            [CompletionResult]::new('signup', 'signup', [CompletionResultType]::ParameterValue, 'Make an account with a wallet, and log in to it')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Log in on this machine')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'End the login of this machine')
            [CompletionResult]::new('whoami', 'whoami', [CompletionResultType]::ParameterValue, 'Show who is logged in, and what the login or token may be used for')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change the address, the password or the name of the account')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Make, list and end tokens for programs')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;auth;help;signup' {
            break
        }
        'gp4u;auth;help;login' {
            break
        }
        'gp4u;auth;help;logout' {
            break
        }
        'gp4u;auth;help;whoami' {
            break
        }
        'gp4u;auth;help;update' {
            break
        }
        'gp4u;auth;help;token' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a token; it is printed this once')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the tokens of the account')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'End a token at once')
            break
        }
        'gp4u;auth;help;token;create' {
            break
        }
        'gp4u;auth;help;token;list' {
            break
        }
        'gp4u;auth;help;token;revoke' {
            break
        }
        'gp4u;auth;help;help' {
            break
        }
        'gp4u;audit' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what was done, newest first: everything for the operator, your own for others')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;audit;list' {
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Only by this account: its e-mail address or id')
            [CompletionResult]::new('--command', '--command', [CompletionResultType]::ParameterName, 'Only with this command, or group of commands: "wallet withdraw", auth')
            [CompletionResult]::new('--object', '--object', [CompletionResultType]::ParameterName, 'Only to the thing of this id')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'At or after this time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Before this time')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Continue after the page that gave this cursor')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;audit;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what was done, newest first: everything for the operator, your own for others')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;audit;help;list' {
            break
        }
        'gp4u;audit;help;help' {
            break
        }
        'gp4u;reserve' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Book an offer; it is paid when it starts')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List reservations, the latest start first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a reservation')
            [CompletionResult]::new('extend', 'extend', [CompletionResultType]::ParameterValue, 'Make a reservation longer; an active one is charged at once')
            [CompletionResult]::new('cancel', 'cancel', [CompletionResultType]::ParameterValue, 'Cancel a reservation: free before it starts, unused time comes back afterwards')
            [CompletionResult]::new('slots', 'slots', [CompletionResultType]::ParameterValue, 'Show when an offer is free for long enough')
            [CompletionResult]::new('calendar', 'calendar', [CompletionResultType]::ParameterValue, 'Show how full the days of an offer are')
            [CompletionResult]::new('wait', 'wait', [CompletionResultType]::ParameterValue, 'Wait until a reservation''s machine is up, or it has ended')
            [CompletionResult]::new('ssh', 'ssh', [CompletionResultType]::ParameterValue, 'Log in to a reservation''s machine, or run a command on it')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the end of what a reservation''s machine printed')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;reserve;create' {
            [CompletionResult]::new('--start', '--start', [CompletionResultType]::ParameterName, 'When it starts: RFC 3339, now, +2h, "tomorrow 09:00", "2026-12-01 09:00"')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'How long it lasts, such as 8h or 2h30m')
            [CompletionResult]::new('--end', '--end', [CompletionResultType]::ParameterName, 'When it ends')
            [CompletionResult]::new('--max-price', '--max-price', [CompletionResultType]::ParameterName, 'USD per hour at most, now and on the market when it starts; above it nothing is booked or it is cancelled')
            [CompletionResult]::new('--max-cost', '--max-cost', [CompletionResultType]::ParameterName, 'USD for the whole at most')
            [CompletionResult]::new('--image', '--image', [CompletionResultType]::ParameterName, 'Container image, such as pytorch/pytorch:latest [default: the network''s own]')
            [CompletionResult]::new('--disk', '--disk', [CompletionResultType]::ParameterName, 'Disk in GiB')
            [CompletionResult]::new('--ssh-key', '--ssh-key', [CompletionResultType]::ParameterName, 'Public SSH key, or a file with it (repeatable) [default: the first of ~/.ssh/id_ed25519.pub, id_ecdsa.pub, id_rsa.pub]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Environment variable of the machine; without a value gp4u''s own (repeatable)')
            [CompletionResult]::new('--onstart', '--onstart', [CompletionResultType]::ParameterName, 'File with a shell script to be run at the machine''s start')
            [CompletionResult]::new('--start-timeout', '--start-timeout', [CompletionResultType]::ParameterName, 'Give up, and take the money back, when the machine is not up by then [default: rental.start_timeout]')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'A note to yourself')
            [CompletionResult]::new('--zone', '--zone', [CompletionResultType]::ParameterName, 'Time zone of times without an offset, such as Europe/Berlin [default: this machine''s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait so long at most')
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Name of this request: however often it is repeated, it is done once [default: a new one]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--manual', '--manual', [CompletionResultType]::ParameterName, 'Keep the calendar and the money only, and rent by hand')
            [CompletionResult]::new('--substitute', '--substitute', [CompletionResultType]::ParameterName, 'Take an equivalent offer when this one is gone: never a dearer or lesser one')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until it is active')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;reserve;list' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Only in this state (repeatable)')
            [CompletionResult]::new('--offer', '--offer', [CompletionResultType]::ParameterName, 'Only of this offer')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Only what is not over at this time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only what starts before this time')
            [CompletionResult]::new('--zone', '--zone', [CompletionResultType]::ParameterName, 'Time zone of times without an offset, such as Europe/Berlin [default: this machine''s]')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Reservations at most; 0 for all [default: 20 on a terminal, otherwise all]')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Continue after the page that gave this cursor')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--mine', '--mine', [CompletionResultType]::ParameterName, 'Only your own; the default')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Everybody''s; for the operator')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Also count all that match')
            [CompletionResult]::new('--exit-empty', '--exit-empty', [CompletionResultType]::ParameterName, 'End with exit code 10 when nothing matches')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;reserve;show' {
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;reserve;extend' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'By how much, such as 2h')
            [CompletionResult]::new('--end', '--end', [CompletionResultType]::ParameterName, 'When it ends instead')
            [CompletionResult]::new('--max-cost', '--max-cost', [CompletionResultType]::ParameterName, 'USD for the extension at most')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'Private key to log in with, where the machine keeps its own end [default: ssh''s own choice]')
            [CompletionResult]::new('--zone', '--zone', [CompletionResultType]::ParameterName, 'Time zone of times without an offset, such as Europe/Berlin [default: this machine''s]')
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Name of this request: however often it is repeated, it is done once [default: a new one]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;reserve;cancel' {
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Name of this request: however often it is repeated, it is done once [default: a new one]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;reserve;slots' {
            [CompletionResult]::new('--date', '--date', [CompletionResultType]::ParameterName, 'Day: today, tomorrow, 2026-12-01 [default: today]')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days to look at, from that one on')
            [CompletionResult]::new('--length', '--length', [CompletionResultType]::ParameterName, 'How long it must be free, such as 2h')
            [CompletionResult]::new('--zone', '--zone', [CompletionResultType]::ParameterName, 'Time zone of times without an offset, such as Europe/Berlin [default: this machine''s]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--exit-empty', '--exit-empty', [CompletionResultType]::ParameterName, 'End with exit code 10 when there is none')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;reserve;calendar' {
            [CompletionResult]::new('--date', '--date', [CompletionResultType]::ParameterName, 'First day: today, tomorrow, 2026-12-01 [default: today]')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days to show')
            [CompletionResult]::new('--zone', '--zone', [CompletionResultType]::ParameterName, 'Time zone of times without an offset, such as Europe/Berlin [default: this machine''s]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;reserve;wait' {
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'What to wait for')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait so long at most; then exit code 8')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;reserve;ssh' {
            [CompletionResult]::new('--exec', '--exec', [CompletionResultType]::ParameterName, 'Run this command there instead; its exit code becomes ours')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'Private key to log in with [default: ssh''s own choice]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--print', '--print', [CompletionResultType]::ParameterName, 'Print the command, and do not run it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;reserve;logs' {
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Lines at most')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;reserve;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Book an offer; it is paid when it starts')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List reservations, the latest start first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a reservation')
            [CompletionResult]::new('extend', 'extend', [CompletionResultType]::ParameterValue, 'Make a reservation longer; an active one is charged at once')
            [CompletionResult]::new('cancel', 'cancel', [CompletionResultType]::ParameterValue, 'Cancel a reservation: free before it starts, unused time comes back afterwards')
            [CompletionResult]::new('slots', 'slots', [CompletionResultType]::ParameterValue, 'Show when an offer is free for long enough')
            [CompletionResult]::new('calendar', 'calendar', [CompletionResultType]::ParameterValue, 'Show how full the days of an offer are')
            [CompletionResult]::new('wait', 'wait', [CompletionResultType]::ParameterValue, 'Wait until a reservation''s machine is up, or it has ended')
            [CompletionResult]::new('ssh', 'ssh', [CompletionResultType]::ParameterValue, 'Log in to a reservation''s machine, or run a command on it')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the end of what a reservation''s machine printed')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;reserve;help;create' {
            break
        }
        'gp4u;reserve;help;list' {
            break
        }
        'gp4u;reserve;help;show' {
            break
        }
        'gp4u;reserve;help;extend' {
            break
        }
        'gp4u;reserve;help;cancel' {
            break
        }
        'gp4u;reserve;help;slots' {
            break
        }
        'gp4u;reserve;help;calendar' {
            break
        }
        'gp4u;reserve;help;wait' {
            break
        }
        'gp4u;reserve;help;ssh' {
            break
        }
        'gp4u;reserve;help;logs' {
            break
        }
        'gp4u;reserve;help;help' {
            break
        }
        'gp4u;import' {
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When rows without a time were observed')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--offers', '--offers', [CompletionResultType]::ParameterName, 'The file is what its providers offer now, such as your own price list')
            [CompletionResult]::new('--skip-bad', '--skip-bad', [CompletionResultType]::ParameterName, 'Take the good rows although there are bad ones')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gp4u;daemon' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Answer /healthz and /metrics (Prometheus) at this address of this machine: 127.0.0.1:9184')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'Format of the log on standard error')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--once', '--once', [CompletionResultType]::ParameterName, 'Run every loop that is due once, and end: for cron')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what each loop last did and when it is due; exit code 1 unless all are well')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;daemon;status' {
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;daemon;help' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what each loop last did and when it is due; exit code 1 unless all are well')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;daemon;help;status' {
            break
        }
        'gp4u;daemon;help;help' {
            break
        }
        'gp4u;wallet' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('balance', 'balance', [CompletionResultType]::ParameterValue, 'Show what the wallet holds')
            [CompletionResult]::new('deposit', 'deposit', [CompletionResultType]::ParameterValue, 'Tell that money was sent; it is credited when the operator has seen it arrive')
            [CompletionResult]::new('withdraw', 'withdraw', [CompletionResultType]::ParameterValue, 'Take money out of the wallet, for the operator to pay out')
            [CompletionResult]::new('requests', 'requests', [CompletionResultType]::ParameterValue, 'List deposits and withdrawals, and how far they are')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Say that a deposit arrived or a withdrawal was paid (operator)')
            [CompletionResult]::new('reject', 'reject', [CompletionResultType]::ParameterValue, 'Say that a deposit did not arrive or a withdrawal is not paid: its money goes back (operator)')
            [CompletionResult]::new('transactions', 'transactions', [CompletionResultType]::ParameterValue, 'List what moved the wallet, newest first, with the balance after each')
            [CompletionResult]::new('analytics', 'analytics', [CompletionResultType]::ParameterValue, 'Show what was spent by kind, provider, GPU and day')
            [CompletionResult]::new('limits', 'limits', [CompletionResultType]::ParameterValue, 'How much may be spent in a day and in a month')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the whole history of the wallet, oldest first')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;wallet;balance' {
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;wallet;deposit' {
            [CompletionResult]::new('--amount', '--amount', [CompletionResultType]::ParameterName, 'How much was sent, such as 100 or 12.50')
            [CompletionResult]::new('--reference', '--reference', [CompletionResultType]::ParameterName, 'What names the payment: a transaction''s hash, a bank''s reference. One payment is credited once')
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Name of this request: however often it is repeated, it is done once [default: a new one]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;wallet;withdraw' {
            [CompletionResult]::new('--amount', '--amount', [CompletionResultType]::ParameterName, 'How much shall arrive')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Where it shall go: an address, or what the operator needs to pay it')
            [CompletionResult]::new('--reference', '--reference', [CompletionResultType]::ParameterName, 'A note of your own')
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Name of this request: however often it is repeated, it is done once [default: a new one]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;wallet;requests' {
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Only deposits or only withdrawals')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Continue after the page that gave this cursor')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Everybody''s (operator)')
            [CompletionResult]::new('--waiting', '--waiting', [CompletionResultType]::ParameterName, 'Only those that wait for the operator')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;wallet;approve' {
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Name of this request: however often it is repeated, it is done once [default: a new one]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;wallet;reject' {
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Name of this request: however often it is repeated, it is done once [default: a new one]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; the user sees it')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;wallet;transactions' {
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Only this type (repeatable)')
            [CompletionResult]::new('--object', '--object', [CompletionResultType]::ParameterName, 'Only about this reservation, cluster, withdrawal or deposit')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'At or after this time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Before this time')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Continue after the page that gave this cursor')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;wallet;analytics' {
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days to look back on, today included')
            [CompletionResult]::new('--plot', '--plot', [CompletionResultType]::ParameterName, 'Also draw it into this file, .svg or .png')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;wallet;limits' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set limits; days and months are UTC')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the limits, and what is left of them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;wallet;limits;set' {
            [CompletionResult]::new('--day', '--day', [CompletionResultType]::ParameterName, 'USDC in a day at most; none for no limit')
            [CompletionResult]::new('--month', '--month', [CompletionResultType]::ParameterName, 'USDC in a month at most; none for no limit')
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Name of this request: however often it is repeated, it is done once [default: a new one]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before doing it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;wallet;limits;show' {
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;wallet;limits;help' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set limits; days and months are UTC')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the limits, and what is left of them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;wallet;limits;help;set' {
            break
        }
        'gp4u;wallet;limits;help;show' {
            break
        }
        'gp4u;wallet;limits;help;help' {
            break
        }
        'gp4u;wallet;export' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'csv and ndjson hold the wallet''s transactions, beancount your own double-entry books')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;wallet;help' {
            [CompletionResult]::new('balance', 'balance', [CompletionResultType]::ParameterValue, 'Show what the wallet holds')
            [CompletionResult]::new('deposit', 'deposit', [CompletionResultType]::ParameterValue, 'Tell that money was sent; it is credited when the operator has seen it arrive')
            [CompletionResult]::new('withdraw', 'withdraw', [CompletionResultType]::ParameterValue, 'Take money out of the wallet, for the operator to pay out')
            [CompletionResult]::new('requests', 'requests', [CompletionResultType]::ParameterValue, 'List deposits and withdrawals, and how far they are')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Say that a deposit arrived or a withdrawal was paid (operator)')
            [CompletionResult]::new('reject', 'reject', [CompletionResultType]::ParameterValue, 'Say that a deposit did not arrive or a withdrawal is not paid: its money goes back (operator)')
            [CompletionResult]::new('transactions', 'transactions', [CompletionResultType]::ParameterValue, 'List what moved the wallet, newest first, with the balance after each')
            [CompletionResult]::new('analytics', 'analytics', [CompletionResultType]::ParameterValue, 'Show what was spent by kind, provider, GPU and day')
            [CompletionResult]::new('limits', 'limits', [CompletionResultType]::ParameterValue, 'How much may be spent in a day and in a month')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the whole history of the wallet, oldest first')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;wallet;help;balance' {
            break
        }
        'gp4u;wallet;help;deposit' {
            break
        }
        'gp4u;wallet;help;withdraw' {
            break
        }
        'gp4u;wallet;help;requests' {
            break
        }
        'gp4u;wallet;help;approve' {
            break
        }
        'gp4u;wallet;help;reject' {
            break
        }
        'gp4u;wallet;help;transactions' {
            break
        }
        'gp4u;wallet;help;analytics' {
            break
        }
        'gp4u;wallet;help;limits' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set limits; days and months are UTC')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the limits, and what is left of them')
            break
        }
        'gp4u;wallet;help;limits;set' {
            break
        }
        'gp4u;wallet;help;limits;show' {
            break
        }
        'gp4u;wallet;help;export' {
            break
        }
        'gp4u;wallet;help;help' {
            break
        }
        'gp4u;reconcile' {
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Release the machines that nobody owns')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;ledger' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check every law of the book; exit 1 when one is broken')
            [CompletionResult]::new('accounts', 'accounts', [CompletionResultType]::ParameterValue, 'List the accounts with their balances')
            [CompletionResult]::new('entries', 'entries', [CompletionResultType]::ParameterValue, 'List the entries with their postings, newest first')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;ledger;verify' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;ledger;accounts' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Continue after the page that gave this cursor')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--closed', '--closed', [CompletionResultType]::ParameterName, 'Closed accounts too')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;ledger;entries' {
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Only this kind of event (repeatable)')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Only entries that move this account')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Only keys that start so, such as wd: or deposit:0:')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Booked at or after this time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Booked before this time')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Continue after the page that gave this cursor')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print, in this order: id,model,price_per_hour')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;ledger;help' {
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check every law of the book; exit 1 when one is broken')
            [CompletionResult]::new('accounts', 'accounts', [CompletionResultType]::ParameterValue, 'List the accounts with their balances')
            [CompletionResult]::new('entries', 'entries', [CompletionResultType]::ParameterValue, 'List the entries with their postings, newest first')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;ledger;help;verify' {
            break
        }
        'gp4u;ledger;help;accounts' {
            break
        }
        'gp4u;ledger;help;entries' {
            break
        }
        'gp4u;ledger;help;help' {
            break
        }
        'gp4u;db' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('migrate', 'migrate', [CompletionResultType]::ParameterValue, 'Bring the database to the schema of this gp4u')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show where the database is and whether this gp4u can use it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;db;migrate' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--roles', '--roles', [CompletionResultType]::ParameterName, 'Also make the PostgreSQL role gp4u_app, or bring its rights up to date: all that gp4u needs, and no right to change or erase the journal')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;db;status' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;db;help' {
            [CompletionResult]::new('migrate', 'migrate', [CompletionResultType]::ParameterValue, 'Bring the database to the schema of this gp4u')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show where the database is and whether this gp4u can use it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;db;help;migrate' {
            break
        }
        'gp4u;db;help;status' {
            break
        }
        'gp4u;db;help;help' {
            break
        }
        'gp4u;config' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List every key with its value')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print the value of a key')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set a key in your own configuration file')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of your configuration file')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;config;list' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'Also show where each value comes from')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;config;get' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;config;set' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--stdin', '--stdin', [CompletionResultType]::ParameterName, 'Read the value, which may be a secret, from standard input')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;config;path' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;config;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List every key with its value')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print the value of a key')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set a key in your own configuration file')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of your configuration file')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;config;help;list' {
            break
        }
        'gp4u;config;help;get' {
            break
        }
        'gp4u;config;help;set' {
            break
        }
        'gp4u;config;help;path' {
            break
        }
        'gp4u;config;help;help' {
            break
        }
        'gp4u;doctor' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Do not ask the providers')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;schema' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;exit-codes' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;completions' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;man' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the results [default: table; env: GP4U_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the configuration to use [env: GP4U_PROFILE]')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Same as --output json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no progress on standard error; errors and warnings stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'gp4u;help' {
            [CompletionResult]::new('gpus', 'gpus', [CompletionResultType]::ParameterValue, 'Find, show and compare GPUs for rent')
            [CompletionResult]::new('arbitrage', 'arbitrage', [CompletionResultType]::ParameterValue, 'Find where the same GPU is really cheaper, by how much, and whether it lasts')
            [CompletionResult]::new('cluster', 'cluster', [CompletionResultType]::ParameterValue, 'Several machines for one job: the cheapest that do it in time, proven')
            [CompletionResult]::new('providers', 'providers', [CompletionResultType]::ParameterValue, 'The rental networks: what is configured, stored and reachable')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Ask the rental networks for their offers and store them')
            [CompletionResult]::new('auth', 'auth', [CompletionResultType]::ParameterValue, 'Sign up, log in, and manage the account and its tokens')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Who did what, when, to what')
            [CompletionResult]::new('reserve', 'reserve', [CompletionResultType]::ParameterValue, 'Book a GPU for a time, and look after bookings')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take in prices or offers from a file')
            [CompletionResult]::new('daemon', 'daemon', [CompletionResultType]::ParameterValue, 'Keep the market fresh and the books proven: run the loops in the foreground')
            [CompletionResult]::new('wallet', 'wallet', [CompletionResultType]::ParameterValue, 'Money in and out, what was spent and on what, and how much may be')
            [CompletionResult]::new('reconcile', 'reconcile', [CompletionResultType]::ParameterValue, 'Compare rented machines with what the providers show; exit 1 when one is nobody''s or missing')
            [CompletionResult]::new('ledger', 'ledger', [CompletionResultType]::ParameterValue, 'The book behind the wallets, for its operator')
            [CompletionResult]::new('db', 'db', [CompletionResultType]::ParameterValue, 'The database behind it all')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Read and change the configuration')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check configuration, database, providers, clock and file permissions')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of an output, or the names of all')
            [CompletionResult]::new('exit-codes', 'exit-codes', [CompletionResultType]::ParameterValue, 'Print the table of exit codes')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual pages into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gp4u;help;gpus' {
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find offers, the cheapest per GPU first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show everything known about one offer')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Put two to eight offers side by side, the best value of each line marked with *')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'List the GPUs on the market, with their prices and how each provider spells them')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show what a GPU cost over time: chart, percentiles, time under a price')
            break
        }
        'gp4u;help;gpus;search' {
            break
        }
        'gp4u;help;gpus;show' {
            break
        }
        'gp4u;help;gpus;compare' {
            break
        }
        'gp4u;help;gpus;models' {
            break
        }
        'gp4u;help;gpus;history' {
            break
        }
        'gp4u;help;arbitrage' {
            [CompletionResult]::new('opportunities', 'opportunities', [CompletionResultType]::ParameterValue, 'List what is saved by buying elsewhere, net of moving, and which of it is news (the default)')
            [CompletionResult]::new('best', 'best', [CompletionResultType]::ParameterValue, 'Show where to buy one model now, and which offers')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Show what each provider asks for one model')
            [CompletionResult]::new('savings', 'savings', [CompletionResultType]::ParameterValue, 'Show what moving to the best price is worth in money')
            break
        }
        'gp4u;help;arbitrage;opportunities' {
            break
        }
        'gp4u;help;arbitrage;best' {
            break
        }
        'gp4u;help;arbitrage;compare' {
            break
        }
        'gp4u;help;arbitrage;savings' {
            break
        }
        'gp4u;help;cluster' {
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Find the cheapest offers that do a job in time, with the proof that none are cheaper')
            break
        }
        'gp4u;help;cluster;plan' {
            break
        }
        'gp4u;help;providers' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the providers and how they are configured')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what is stored of each provider, and how its last sync went')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Ask the providers now whether they can be read; stores nothing')
            break
        }
        'gp4u;help;providers;list' {
            break
        }
        'gp4u;help;providers;status' {
            break
        }
        'gp4u;help;providers;check' {
            break
        }
        'gp4u;help;sync' {
            break
        }
        'gp4u;help;auth' {
            [CompletionResult]::new('signup', 'signup', [CompletionResultType]::ParameterValue, 'Make an account with a wallet, and log in to it')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Log in on this machine')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'End the login of this machine')
            [CompletionResult]::new('whoami', 'whoami', [CompletionResultType]::ParameterValue, 'Show who is logged in, and what the login or token may be used for')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change the address, the password or the name of the account')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Make, list and end tokens for programs')
            break
        }
        'gp4u;help;auth;signup' {
            break
        }
        'gp4u;help;auth;login' {
            break
        }
        'gp4u;help;auth;logout' {
            break
        }
        'gp4u;help;auth;whoami' {
            break
        }
        'gp4u;help;auth;update' {
            break
        }
        'gp4u;help;auth;token' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a token; it is printed this once')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the tokens of the account')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'End a token at once')
            break
        }
        'gp4u;help;auth;token;create' {
            break
        }
        'gp4u;help;auth;token;list' {
            break
        }
        'gp4u;help;auth;token;revoke' {
            break
        }
        'gp4u;help;audit' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what was done, newest first: everything for the operator, your own for others')
            break
        }
        'gp4u;help;audit;list' {
            break
        }
        'gp4u;help;reserve' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Book an offer; it is paid when it starts')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List reservations, the latest start first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a reservation')
            [CompletionResult]::new('extend', 'extend', [CompletionResultType]::ParameterValue, 'Make a reservation longer; an active one is charged at once')
            [CompletionResult]::new('cancel', 'cancel', [CompletionResultType]::ParameterValue, 'Cancel a reservation: free before it starts, unused time comes back afterwards')
            [CompletionResult]::new('slots', 'slots', [CompletionResultType]::ParameterValue, 'Show when an offer is free for long enough')
            [CompletionResult]::new('calendar', 'calendar', [CompletionResultType]::ParameterValue, 'Show how full the days of an offer are')
            [CompletionResult]::new('wait', 'wait', [CompletionResultType]::ParameterValue, 'Wait until a reservation''s machine is up, or it has ended')
            [CompletionResult]::new('ssh', 'ssh', [CompletionResultType]::ParameterValue, 'Log in to a reservation''s machine, or run a command on it')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the end of what a reservation''s machine printed')
            break
        }
        'gp4u;help;reserve;create' {
            break
        }
        'gp4u;help;reserve;list' {
            break
        }
        'gp4u;help;reserve;show' {
            break
        }
        'gp4u;help;reserve;extend' {
            break
        }
        'gp4u;help;reserve;cancel' {
            break
        }
        'gp4u;help;reserve;slots' {
            break
        }
        'gp4u;help;reserve;calendar' {
            break
        }
        'gp4u;help;reserve;wait' {
            break
        }
        'gp4u;help;reserve;ssh' {
            break
        }
        'gp4u;help;reserve;logs' {
            break
        }
        'gp4u;help;import' {
            break
        }
        'gp4u;help;daemon' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what each loop last did and when it is due; exit code 1 unless all are well')
            break
        }
        'gp4u;help;daemon;status' {
            break
        }
        'gp4u;help;wallet' {
            [CompletionResult]::new('balance', 'balance', [CompletionResultType]::ParameterValue, 'Show what the wallet holds')
            [CompletionResult]::new('deposit', 'deposit', [CompletionResultType]::ParameterValue, 'Tell that money was sent; it is credited when the operator has seen it arrive')
            [CompletionResult]::new('withdraw', 'withdraw', [CompletionResultType]::ParameterValue, 'Take money out of the wallet, for the operator to pay out')
            [CompletionResult]::new('requests', 'requests', [CompletionResultType]::ParameterValue, 'List deposits and withdrawals, and how far they are')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Say that a deposit arrived or a withdrawal was paid (operator)')
            [CompletionResult]::new('reject', 'reject', [CompletionResultType]::ParameterValue, 'Say that a deposit did not arrive or a withdrawal is not paid: its money goes back (operator)')
            [CompletionResult]::new('transactions', 'transactions', [CompletionResultType]::ParameterValue, 'List what moved the wallet, newest first, with the balance after each')
            [CompletionResult]::new('analytics', 'analytics', [CompletionResultType]::ParameterValue, 'Show what was spent by kind, provider, GPU and day')
            [CompletionResult]::new('limits', 'limits', [CompletionResultType]::ParameterValue, 'How much may be spent in a day and in a month')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the whole history of the wallet, oldest first')
            break
        }
        'gp4u;help;wallet;balance' {
            break
        }
        'gp4u;help;wallet;deposit' {
            break
        }
        'gp4u;help;wallet;withdraw' {
            break
        }
        'gp4u;help;wallet;requests' {
            break
        }
        'gp4u;help;wallet;approve' {
            break
        }
        'gp4u;help;wallet;reject' {
            break
        }
        'gp4u;help;wallet;transactions' {
            break
        }
        'gp4u;help;wallet;analytics' {
            break
        }
        'gp4u;help;wallet;limits' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set limits; days and months are UTC')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the limits, and what is left of them')
            break
        }
        'gp4u;help;wallet;limits;set' {
            break
        }
        'gp4u;help;wallet;limits;show' {
            break
        }
        'gp4u;help;wallet;export' {
            break
        }
        'gp4u;help;reconcile' {
            break
        }
        'gp4u;help;ledger' {
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check every law of the book; exit 1 when one is broken')
            [CompletionResult]::new('accounts', 'accounts', [CompletionResultType]::ParameterValue, 'List the accounts with their balances')
            [CompletionResult]::new('entries', 'entries', [CompletionResultType]::ParameterValue, 'List the entries with their postings, newest first')
            break
        }
        'gp4u;help;ledger;verify' {
            break
        }
        'gp4u;help;ledger;accounts' {
            break
        }
        'gp4u;help;ledger;entries' {
            break
        }
        'gp4u;help;db' {
            [CompletionResult]::new('migrate', 'migrate', [CompletionResultType]::ParameterValue, 'Bring the database to the schema of this gp4u')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show where the database is and whether this gp4u can use it')
            break
        }
        'gp4u;help;db;migrate' {
            break
        }
        'gp4u;help;db;status' {
            break
        }
        'gp4u;help;config' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List every key with its value')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print the value of a key')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set a key in your own configuration file')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of your configuration file')
            break
        }
        'gp4u;help;config;list' {
            break
        }
        'gp4u;help;config;get' {
            break
        }
        'gp4u;help;config;set' {
            break
        }
        'gp4u;help;config;path' {
            break
        }
        'gp4u;help;doctor' {
            break
        }
        'gp4u;help;schema' {
            break
        }
        'gp4u;help;exit-codes' {
            break
        }
        'gp4u;help;completions' {
            break
        }
        'gp4u;help;man' {
            break
        }
        'gp4u;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
