
use builtin;
use str;

set edit:completion:arg-completer[gp4u] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'gp4u'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'gp4u'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand gpus 'Find, show and compare GPUs for rent'
            cand arbitrage 'Find where the same GPU is really cheaper, by how much, and whether it lasts'
            cand cluster 'Several machines for one job: the cheapest that do it in time, proven'
            cand providers 'The rental networks: what is configured, stored and reachable'
            cand sync 'Ask the rental networks for their offers and store them'
            cand auth 'Sign up, log in, and manage the account and its tokens'
            cand audit 'Who did what, when, to what'
            cand reserve 'Book a GPU for a time, and look after bookings'
            cand import 'Take in prices or offers from a file'
            cand daemon 'Keep the market fresh and the books proven: run the loops in the foreground'
            cand wallet 'Money in and out, what was spent and on what, and how much may be'
            cand reconcile 'Compare rented machines with what the providers show; exit 1 when one is nobody''s or missing'
            cand ledger 'The book behind the wallets, for its operator'
            cand db 'The database behind it all'
            cand config 'Read and change the configuration'
            cand doctor 'Check configuration, database, providers, clock and file permissions'
            cand schema 'Print the JSON Schema of an output, or the names of all'
            cand exit-codes 'Print the table of exit codes'
            cand completions 'Print the completion script of a shell'
            cand man 'Write the manual pages into a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;gpus'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand search 'Find offers, the cheapest per GPU first'
            cand show 'Show everything known about one offer'
            cand compare 'Put two to eight offers side by side, the best value of each line marked with *'
            cand models 'List the GPUs on the market, with their prices and how each provider spells them'
            cand history 'Show what a GPU cost over time: chart, percentiles, time under a price'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;gpus;search'= {
            cand --model 'GPU, in any spelling a provider uses: 4090, "A100 80GB", h100-sxm (repeatable)'
            cand --provider 'Rental network (repeatable)'
            cand --min-vram 'Memory of one GPU at least'
            cand --min-count 'GPUs in the offer at least'
            cand --max-count 'GPUs in the offer at most'
            cand --max-price 'USD per GPU and hour at most'
            cand --region 'Region in the provider''s words; * and ? stand for anything (repeatable)'
            cand --country 'Country code, such as US (repeatable)'
            cand --min-reliability 'Share of time up at least: 0.99 or 99%'
            cand --min-gscore 'G-Score at least, from 0 to 1'
            cand --kind 'Only this kind of price'
            cand --max-age 'Only offers seen within this time, such as 10m'
            cand --where 'Any condition on any field: ''vram_gib >= 80 and (price_per_gpu_hour < 2.5 or kind = interruptible)'''
            cand --disk 'GB of disk to include in the price'
            cand --egress 'GB sent from the machine to include in the price'
            cand --hours 'Hours the machine is kept: traffic and minimum billing are spread over them'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand --sort 'Order, such as price_per_gpu_hour,-reliability (a minus sign: largest first)'
            cand --limit 'Offers at most; 0 for all [default: 20 on a terminal, otherwise all]'
            cand --after 'Continue after the page that gave this cursor'
            cand --watch 'Look again every so often: redraws on a terminal, prints events as NDJSON off it [default: 30s]'
            cand --until 'Watch until something is like this: ''price_per_gpu_hour < 2'''
            cand --timeout 'Stop watching after this time; with --until, exit code 8'
            cand --exec 'Run this program, without a shell, for each event, with the event as JSON on its standard input'
            cand --rearm 'Tell of something again only after its price has moved away by this, so that nothing flaps'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --verified 'Only machines their provider vouches for'
            cand --available-only 'Only offers that can be rented now (this is the default)'
            cand --all 'Also offers that cannot be rented now, and price lists'
            cand --count 'Also count all offers that match'
            cand --explain 'Also tell how many offers each filter removed'
            cand --exit-empty 'End with exit code 10 when nothing matches'
            cand --sync 'Ask the rental networks before each look, where no daemon does'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;gpus;show'= {
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;gpus;compare'= {
            cand --disk 'GB of disk to include in the price'
            cand --egress 'GB sent from the machine to include in the price'
            cand --hours 'Hours the machine is kept: traffic and minimum billing are spread over them'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;gpus;models'= {
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;gpus;history'= {
            cand --provider 'Only this provider, rental network or any other whose prices were imported'
            cand --days 'Days to look back on'
            cand --under 'Also tell for how much of the time the price was under this, USD per GPU-hour'
            cand --kind 'How it is billed'
            cand --at 'The last moment to show [default: now]'
            cand --plot 'Also draw it into this file, .svg or .png'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand --watch 'Look again every so often: redraws on a terminal, prints events as NDJSON off it [default: 30s]'
            cand --until 'Watch until something is like this: ''price_per_gpu_hour < 2'''
            cand --timeout 'Stop watching after this time; with --until, exit code 8'
            cand --exec 'Run this program, without a shell, for each event, with the event as JSON on its standard input'
            cand --rearm 'Tell of something again only after its price has moved away by this, so that nothing flaps'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --sync 'Ask the rental networks before each look, where no daemon does'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;gpus;help'= {
            cand search 'Find offers, the cheapest per GPU first'
            cand show 'Show everything known about one offer'
            cand compare 'Put two to eight offers side by side, the best value of each line marked with *'
            cand models 'List the GPUs on the market, with their prices and how each provider spells them'
            cand history 'Show what a GPU cost over time: chart, percentiles, time under a price'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;gpus;help;search'= {
        }
        &'gp4u;gpus;help;show'= {
        }
        &'gp4u;gpus;help;compare'= {
        }
        &'gp4u;gpus;help;models'= {
        }
        &'gp4u;gpus;help;history'= {
        }
        &'gp4u;gpus;help;help'= {
        }
        &'gp4u;arbitrage'= {
            cand --model 'GPU, in any spelling a provider uses (repeatable)'
            cand --kind 'Only this way of billing; the two are never mixed'
            cand --at 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01'
            cand --max-age 'Prices older than this do not count [default: market.max_age, 24h for list prices]'
            cand --versus 'Compare with the median provider (of three at least), the next cheapest, the dearest, or what you pay per GPU-hour'
            cand --gpus 'GPUs of the job: what must be available, and what moving costs is shared by'
            cand --data 'GB to move from the old place'
            cand --hours 'Hours the job goes on: moving is paid back in them'
            cand --min-spread 'Net saving at least, in percent of the price compared with'
            cand --min-confidence 'Only savings that have lasted: seen 3 times, or in 80 % of a day''s observations'
            cand --limit 'Opportunities at most; 0 for all [default: 20 on a terminal, otherwise all]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand --watch 'Look again every so often: redraws on a terminal, prints events as NDJSON off it [default: 30s]'
            cand --until 'Watch until something is like this: ''price_per_gpu_hour < 2'''
            cand --timeout 'Stop watching after this time; with --until, exit code 8'
            cand --exec 'Run this program, without a shell, for each event, with the event as JSON on its standard input'
            cand --rearm 'Tell of something again only after its price has moved away by this, so that nothing flaps'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --include-outliers 'Also buy at prices that are probably mistakes'
            cand --events 'Only news: savings well above what the same market usually offers'
            cand --explain 'Also list the offers and observations that every number follows from'
            cand --no-cache 'Neither use nor keep an earlier answer'
            cand --exit-empty 'End with exit code 10 when there is none'
            cand --sync 'Ask the rental networks before each look, where no daemon does'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand opportunities 'List what is saved by buying elsewhere, net of moving, and which of it is news (the default)'
            cand best 'Show where to buy one model now, and which offers'
            cand compare 'Show what each provider asks for one model'
            cand savings 'Show what moving to the best price is worth in money'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;arbitrage;opportunities'= {
            cand --model 'GPU, in any spelling a provider uses (repeatable)'
            cand --kind 'Only this way of billing; the two are never mixed'
            cand --at 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01'
            cand --max-age 'Prices older than this do not count [default: market.max_age, 24h for list prices]'
            cand --versus 'Compare with the median provider (of three at least), the next cheapest, the dearest, or what you pay per GPU-hour'
            cand --gpus 'GPUs of the job: what must be available, and what moving costs is shared by'
            cand --data 'GB to move from the old place'
            cand --hours 'Hours the job goes on: moving is paid back in them'
            cand --min-spread 'Net saving at least, in percent of the price compared with'
            cand --min-confidence 'Only savings that have lasted: seen 3 times, or in 80 % of a day''s observations'
            cand --limit 'Opportunities at most; 0 for all [default: 20 on a terminal, otherwise all]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand --watch 'Look again every so often: redraws on a terminal, prints events as NDJSON off it [default: 30s]'
            cand --until 'Watch until something is like this: ''price_per_gpu_hour < 2'''
            cand --timeout 'Stop watching after this time; with --until, exit code 8'
            cand --exec 'Run this program, without a shell, for each event, with the event as JSON on its standard input'
            cand --rearm 'Tell of something again only after its price has moved away by this, so that nothing flaps'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --include-outliers 'Also buy at prices that are probably mistakes'
            cand --events 'Only news: savings well above what the same market usually offers'
            cand --explain 'Also list the offers and observations that every number follows from'
            cand --no-cache 'Neither use nor keep an earlier answer'
            cand --exit-empty 'End with exit code 10 when there is none'
            cand --sync 'Ask the rental networks before each look, where no daemon does'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;arbitrage;best'= {
            cand --kind 'Only this way of billing; the two are never mixed'
            cand --at 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01'
            cand --max-age 'Prices older than this do not count [default: market.max_age, 24h for list prices]'
            cand --versus 'Compare with the median provider (of three at least), the next cheapest, the dearest, or what you pay per GPU-hour'
            cand --gpus 'GPUs of the job: what must be available, and what moving costs is shared by'
            cand --data 'GB to move from the old place'
            cand --hours 'Hours the job goes on: moving is paid back in them'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --include-outliers 'Also buy at prices that are probably mistakes'
            cand --explain 'Also list the offers and observations that every number follows from'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;arbitrage;compare'= {
            cand --kind 'Only this way of billing; the two are never mixed'
            cand --at 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01'
            cand --max-age 'Prices older than this do not count [default: market.max_age, 24h for list prices]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;arbitrage;savings'= {
            cand --from 'What is paid now: a provider''s price, or USD per GPU-hour [default: the median provider''s]'
            cand --hours-per-day 'Hours of use in a day'
            cand --gpus 'GPUs of the job'
            cand --data 'GB to move from the old place'
            cand --kind 'Only this way of billing; the two are never mixed'
            cand --at 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01'
            cand --max-age 'Prices older than this do not count [default: market.max_age, 24h for list prices]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --include-outliers 'Also move to prices that are probably mistakes'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;arbitrage;help'= {
            cand opportunities 'List what is saved by buying elsewhere, net of moving, and which of it is news (the default)'
            cand best 'Show where to buy one model now, and which offers'
            cand compare 'Show what each provider asks for one model'
            cand savings 'Show what moving to the best price is worth in money'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;arbitrage;help;opportunities'= {
        }
        &'gp4u;arbitrage;help;best'= {
        }
        &'gp4u;arbitrage;help;compare'= {
        }
        &'gp4u;arbitrage;help;savings'= {
        }
        &'gp4u;arbitrage;help;help'= {
        }
        &'gp4u;cluster'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand plan 'Find the cheapest offers that do a job in time, with the proof that none are cheaper'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;cluster;plan'= {
            cand --work 'What is to be done: 5000 (TFLOP-hours), or 500xA100-80GB-hours (hours of one such GPU)'
            cand --throughput 'Throughput to have, instead of work, in TFLOPS'
            cand --deadline 'When it must be done: 48h from now, or a moment; with --throughput, how long it is needed'
            cand --precision 'Arithmetic that throughput is measured in: dense tensor figures of the catalogue, fp32 of its vector units'
            cand --objective 'What is best: cheapest when kept until the deadline, cheapest when paid until done, or fastest for the budget'
            cand --job 'What to call it'
            cand --vram 'Memory of each GPU at least'
            cand --max-gpus 'GPUs at most'
            cand --gpus 'GPUs, neither more nor fewer'
            cand --max-machines 'Physical machines at most'
            cand --min-reliability 'Share of time up of each member at least: 0.99 or 99%'
            cand --survival 'Probability at least that all members keep running: the product of their reliabilities'
            cand --same 'What all members must have in common'
            cand --model 'Only these GPUs, in any spelling a provider uses (repeatable)'
            cand --exclude-provider 'Not from this network (repeatable)'
            cand --budget 'USD at most: 100 in all, or 5/h'
            cand --efficiency 'What is left of the throughput on every kind of link; 1: nothing is lost'
            cand --efficiency-nvlink 'Of GPUs of one machine joined by NVLink or the like [default: 1]'
            cand --efficiency-pcie 'Of GPUs of one machine on PCI Express [default: 0.9]'
            cand --efficiency-across 'Of the sum of several machines [default: 0.7]'
            cand --offers 'Plan over the offers in this file instead of the stored market; - reads what `gpus search -o ndjson` prints'
            cand --kind 'How the offers are billed; both are mixed only where both are named (repeatable) [default: on-demand]'
            cand --pareto 'What time costs: the cheapest plans for up to N times, from the deadline to the fastest'
            cand --time-limit 'How long to look for a proof'
            cand --check 'Price this plan again (- reads it) instead of making one; exit 7 when it became dearer'
            cand --slippage 'How many percent dearer is still accepted by --check'
            cand --fields 'Fields to print, in this order: of the plan in json and ndjson, of its members in table and csv'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --explain 'Also tell which limits cost money, the next best plan, and what would help'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;cluster;help'= {
            cand plan 'Find the cheapest offers that do a job in time, with the proof that none are cheaper'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;cluster;help;plan'= {
        }
        &'gp4u;cluster;help;help'= {
        }
        &'gp4u;providers'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List the providers and how they are configured'
            cand status 'Show what is stored of each provider, and how its last sync went'
            cand check 'Ask the providers now whether they can be read; stores nothing'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;providers;list'= {
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;providers;status'= {
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;providers;check'= {
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;providers;help'= {
            cand list 'List the providers and how they are configured'
            cand status 'Show what is stored of each provider, and how its last sync went'
            cand check 'Ask the providers now whether they can be read; stores nothing'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;providers;help;list'= {
        }
        &'gp4u;providers;help;status'= {
        }
        &'gp4u;providers;help;check'= {
        }
        &'gp4u;providers;help;help'= {
        }
        &'gp4u;sync'= {
            cand --record 'Also write the raw answers into this folder, secrets removed'
            cand --replay 'Take the answers from this folder instead of the network'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;auth'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand signup 'Make an account with a wallet, and log in to it'
            cand login 'Log in on this machine'
            cand logout 'End the login of this machine'
            cand whoami 'Show who is logged in, and what the login or token may be used for'
            cand update 'Change the address, the password or the name of the account'
            cand token 'Make, list and end tokens for programs'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;auth;signup'= {
            cand --email 'E-mail address that names the account [default: asked for]'
            cand --display-name 'What you want to be called'
            cand --idempotency-key 'Name of this request: however often it is repeated, it is done once [default: a new one]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --password-stdin 'Read the password from standard input instead of asking'
            cand -n 'Tell what would be done, and change nothing'
            cand --dry-run 'Tell what would be done, and change nothing'
            cand -y 'Do not ask before doing it'
            cand --yes 'Do not ask before doing it'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;auth;login'= {
            cand --email 'E-mail address that names the account [default: asked for]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --password-stdin 'Read the password from standard input instead of asking'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;auth;logout'= {
            cand --idempotency-key 'Name of this request: however often it is repeated, it is done once [default: a new one]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand -n 'Tell what would be done, and change nothing'
            cand --dry-run 'Tell what would be done, and change nothing'
            cand -y 'Do not ask before doing it'
            cand --yes 'Do not ask before doing it'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;auth;whoami'= {
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;auth;update'= {
            cand --email 'New e-mail address; takes the password'
            cand --display-name 'What you want to be called'
            cand --idempotency-key 'Name of this request: however often it is repeated, it is done once [default: a new one]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --no-display-name 'Be called by your address only'
            cand --new-password 'Choose a new password; ends every login and token, and logs in anew here'
            cand --password-stdin 'Read the password, and with --new-password the new one on a second line, from standard input'
            cand -n 'Tell what would be done, and change nothing'
            cand --dry-run 'Tell what would be done, and change nothing'
            cand -y 'Do not ask before doing it'
            cand --yes 'Do not ask before doing it'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;auth;token'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand create 'Make a token; it is printed this once'
            cand list 'List the tokens of the account'
            cand revoke 'End a token at once'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;auth;token;create'= {
            cand --name 'What it is for'
            cand --scope 'What it may be used for; none includes another (repeatable)'
            cand --spend-limit-per-day 'USDC it may spend in a day; needed with the scope spend'
            cand --expires 'How long it is good for, at most 366d'
            cand --idempotency-key 'Name of this request: however often it is repeated, it is done once [default: a new one]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand -n 'Tell what would be done, and change nothing'
            cand --dry-run 'Tell what would be done, and change nothing'
            cand -y 'Do not ask before doing it'
            cand --yes 'Do not ask before doing it'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;auth;token;list'= {
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --all 'Also those that have ended'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;auth;token;revoke'= {
            cand --idempotency-key 'Name of this request: however often it is repeated, it is done once [default: a new one]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand -n 'Tell what would be done, and change nothing'
            cand --dry-run 'Tell what would be done, and change nothing'
            cand -y 'Do not ask before doing it'
            cand --yes 'Do not ask before doing it'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;auth;token;help'= {
            cand create 'Make a token; it is printed this once'
            cand list 'List the tokens of the account'
            cand revoke 'End a token at once'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;auth;token;help;create'= {
        }
        &'gp4u;auth;token;help;list'= {
        }
        &'gp4u;auth;token;help;revoke'= {
        }
        &'gp4u;auth;token;help;help'= {
        }
        &'gp4u;auth;help'= {
            cand signup 'Make an account with a wallet, and log in to it'
            cand login 'Log in on this machine'
            cand logout 'End the login of this machine'
            cand whoami 'Show who is logged in, and what the login or token may be used for'
            cand update 'Change the address, the password or the name of the account'
            cand token 'Make, list and end tokens for programs'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;auth;help;signup'= {
        }
        &'gp4u;auth;help;login'= {
        }
        &'gp4u;auth;help;logout'= {
        }
        &'gp4u;auth;help;whoami'= {
        }
        &'gp4u;auth;help;update'= {
        }
        &'gp4u;auth;help;token'= {
            cand create 'Make a token; it is printed this once'
            cand list 'List the tokens of the account'
            cand revoke 'End a token at once'
        }
        &'gp4u;auth;help;token;create'= {
        }
        &'gp4u;auth;help;token;list'= {
        }
        &'gp4u;auth;help;token;revoke'= {
        }
        &'gp4u;auth;help;help'= {
        }
        &'gp4u;audit'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List what was done, newest first: everything for the operator, your own for others'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;audit;list'= {
            cand --user 'Only by this account: its e-mail address or id'
            cand --command 'Only with this command, or group of commands: "wallet withdraw", auth'
            cand --object 'Only to the thing of this id'
            cand --since 'At or after this time'
            cand --until 'Before this time'
            cand --limit 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]'
            cand --after 'Continue after the page that gave this cursor'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;audit;help'= {
            cand list 'List what was done, newest first: everything for the operator, your own for others'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;audit;help;list'= {
        }
        &'gp4u;audit;help;help'= {
        }
        &'gp4u;reserve'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand create 'Book an offer; it is paid when it starts'
            cand list 'List reservations, the latest start first'
            cand show 'Show a reservation'
            cand extend 'Make a reservation longer; an active one is charged at once'
            cand cancel 'Cancel a reservation: free before it starts, unused time comes back afterwards'
            cand slots 'Show when an offer is free for long enough'
            cand calendar 'Show how full the days of an offer are'
            cand wait 'Wait until a reservation''s machine is up, or it has ended'
            cand ssh 'Log in to a reservation''s machine, or run a command on it'
            cand logs 'Show the end of what a reservation''s machine printed'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;reserve;create'= {
            cand --start 'When it starts: RFC 3339, now, +2h, "tomorrow 09:00", "2026-12-01 09:00"'
            cand --for 'How long it lasts, such as 8h or 2h30m'
            cand --end 'When it ends'
            cand --max-price 'USD per hour at most, now and on the market when it starts; above it nothing is booked or it is cancelled'
            cand --max-cost 'USD for the whole at most'
            cand --image 'Container image, such as pytorch/pytorch:latest [default: the network''s own]'
            cand --disk 'Disk in GiB'
            cand --ssh-key 'Public SSH key, or a file with it (repeatable) [default: the first of ~/.ssh/id_ed25519.pub, id_ecdsa.pub, id_rsa.pub]'
            cand --env 'Environment variable of the machine; without a value gp4u''s own (repeatable)'
            cand --onstart 'File with a shell script to be run at the machine''s start'
            cand --start-timeout 'Give up, and take the money back, when the machine is not up by then [default: rental.start_timeout]'
            cand --note 'A note to yourself'
            cand --zone 'Time zone of times without an offset, such as Europe/Berlin [default: this machine''s]'
            cand --timeout 'Wait so long at most'
            cand --idempotency-key 'Name of this request: however often it is repeated, it is done once [default: a new one]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --manual 'Keep the calendar and the money only, and rent by hand'
            cand --substitute 'Take an equivalent offer when this one is gone: never a dearer or lesser one'
            cand --wait 'Wait until it is active'
            cand -n 'Tell what would be done, and change nothing'
            cand --dry-run 'Tell what would be done, and change nothing'
            cand -y 'Do not ask before doing it'
            cand --yes 'Do not ask before doing it'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;reserve;list'= {
            cand --state 'Only in this state (repeatable)'
            cand --offer 'Only of this offer'
            cand --from 'Only what is not over at this time'
            cand --until 'Only what starts before this time'
            cand --zone 'Time zone of times without an offset, such as Europe/Berlin [default: this machine''s]'
            cand --limit 'Reservations at most; 0 for all [default: 20 on a terminal, otherwise all]'
            cand --after 'Continue after the page that gave this cursor'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --mine 'Only your own; the default'
            cand --all 'Everybody''s; for the operator'
            cand --count 'Also count all that match'
            cand --exit-empty 'End with exit code 10 when nothing matches'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;reserve;show'= {
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;reserve;extend'= {
            cand --for 'By how much, such as 2h'
            cand --end 'When it ends instead'
            cand --max-cost 'USD for the extension at most'
            cand --identity 'Private key to log in with, where the machine keeps its own end [default: ssh''s own choice]'
            cand --zone 'Time zone of times without an offset, such as Europe/Berlin [default: this machine''s]'
            cand --idempotency-key 'Name of this request: however often it is repeated, it is done once [default: a new one]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand -n 'Tell what would be done, and change nothing'
            cand --dry-run 'Tell what would be done, and change nothing'
            cand -y 'Do not ask before doing it'
            cand --yes 'Do not ask before doing it'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;reserve;cancel'= {
            cand --idempotency-key 'Name of this request: however often it is repeated, it is done once [default: a new one]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand -n 'Tell what would be done, and change nothing'
            cand --dry-run 'Tell what would be done, and change nothing'
            cand -y 'Do not ask before doing it'
            cand --yes 'Do not ask before doing it'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;reserve;slots'= {
            cand --date 'Day: today, tomorrow, 2026-12-01 [default: today]'
            cand --days 'Days to look at, from that one on'
            cand --length 'How long it must be free, such as 2h'
            cand --zone 'Time zone of times without an offset, such as Europe/Berlin [default: this machine''s]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --exit-empty 'End with exit code 10 when there is none'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;reserve;calendar'= {
            cand --date 'First day: today, tomorrow, 2026-12-01 [default: today]'
            cand --days 'Days to show'
            cand --zone 'Time zone of times without an offset, such as Europe/Berlin [default: this machine''s]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;reserve;wait'= {
            cand --until 'What to wait for'
            cand --timeout 'Wait so long at most; then exit code 8'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;reserve;ssh'= {
            cand --exec 'Run this command there instead; its exit code becomes ours'
            cand --identity 'Private key to log in with [default: ssh''s own choice]'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --print 'Print the command, and do not run it'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;reserve;logs'= {
            cand --lines 'Lines at most'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;reserve;help'= {
            cand create 'Book an offer; it is paid when it starts'
            cand list 'List reservations, the latest start first'
            cand show 'Show a reservation'
            cand extend 'Make a reservation longer; an active one is charged at once'
            cand cancel 'Cancel a reservation: free before it starts, unused time comes back afterwards'
            cand slots 'Show when an offer is free for long enough'
            cand calendar 'Show how full the days of an offer are'
            cand wait 'Wait until a reservation''s machine is up, or it has ended'
            cand ssh 'Log in to a reservation''s machine, or run a command on it'
            cand logs 'Show the end of what a reservation''s machine printed'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;reserve;help;create'= {
        }
        &'gp4u;reserve;help;list'= {
        }
        &'gp4u;reserve;help;show'= {
        }
        &'gp4u;reserve;help;extend'= {
        }
        &'gp4u;reserve;help;cancel'= {
        }
        &'gp4u;reserve;help;slots'= {
        }
        &'gp4u;reserve;help;calendar'= {
        }
        &'gp4u;reserve;help;wait'= {
        }
        &'gp4u;reserve;help;ssh'= {
        }
        &'gp4u;reserve;help;logs'= {
        }
        &'gp4u;reserve;help;help'= {
        }
        &'gp4u;import'= {
            cand --at 'When rows without a time were observed'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --offers 'The file is what its providers offer now, such as your own price list'
            cand --skip-bad 'Take the good rows although there are bad ones'
            cand -n 'Tell what would be done, and change nothing'
            cand --dry-run 'Tell what would be done, and change nothing'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gp4u;daemon'= {
            cand --listen 'Answer /healthz and /metrics (Prometheus) at this address of this machine: 127.0.0.1:9184'
            cand --log-format 'Format of the log on standard error'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --once 'Run every loop that is due once, and end: for cron'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand status 'Show what each loop last did and when it is due; exit code 1 unless all are well'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;daemon;status'= {
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;daemon;help'= {
            cand status 'Show what each loop last did and when it is due; exit code 1 unless all are well'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;daemon;help;status'= {
        }
        &'gp4u;daemon;help;help'= {
        }
        &'gp4u;wallet'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand balance 'Show what the wallet holds'
            cand deposit 'Tell that money was sent; it is credited when the operator has seen it arrive'
            cand withdraw 'Take money out of the wallet, for the operator to pay out'
            cand requests 'List deposits and withdrawals, and how far they are'
            cand approve 'Say that a deposit arrived or a withdrawal was paid (operator)'
            cand reject 'Say that a deposit did not arrive or a withdrawal is not paid: its money goes back (operator)'
            cand transactions 'List what moved the wallet, newest first, with the balance after each'
            cand analytics 'Show what was spent by kind, provider, GPU and day'
            cand limits 'How much may be spent in a day and in a month'
            cand export 'Write the whole history of the wallet, oldest first'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;wallet;balance'= {
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;wallet;deposit'= {
            cand --amount 'How much was sent, such as 100 or 12.50'
            cand --reference 'What names the payment: a transaction''s hash, a bank''s reference. One payment is credited once'
            cand --idempotency-key 'Name of this request: however often it is repeated, it is done once [default: a new one]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand -n 'Tell what would be done, and change nothing'
            cand --dry-run 'Tell what would be done, and change nothing'
            cand -y 'Do not ask before doing it'
            cand --yes 'Do not ask before doing it'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;wallet;withdraw'= {
            cand --amount 'How much shall arrive'
            cand --to 'Where it shall go: an address, or what the operator needs to pay it'
            cand --reference 'A note of your own'
            cand --idempotency-key 'Name of this request: however often it is repeated, it is done once [default: a new one]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand -n 'Tell what would be done, and change nothing'
            cand --dry-run 'Tell what would be done, and change nothing'
            cand -y 'Do not ask before doing it'
            cand --yes 'Do not ask before doing it'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;wallet;requests'= {
            cand --kind 'Only deposits or only withdrawals'
            cand --limit 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]'
            cand --after 'Continue after the page that gave this cursor'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --all 'Everybody''s (operator)'
            cand --waiting 'Only those that wait for the operator'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;wallet;approve'= {
            cand --idempotency-key 'Name of this request: however often it is repeated, it is done once [default: a new one]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand -n 'Tell what would be done, and change nothing'
            cand --dry-run 'Tell what would be done, and change nothing'
            cand -y 'Do not ask before doing it'
            cand --yes 'Do not ask before doing it'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;wallet;reject'= {
            cand --idempotency-key 'Name of this request: however often it is repeated, it is done once [default: a new one]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand --reason 'Why; the user sees it'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand -n 'Tell what would be done, and change nothing'
            cand --dry-run 'Tell what would be done, and change nothing'
            cand -y 'Do not ask before doing it'
            cand --yes 'Do not ask before doing it'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;wallet;transactions'= {
            cand --type 'Only this type (repeatable)'
            cand --object 'Only about this reservation, cluster, withdrawal or deposit'
            cand --since 'At or after this time'
            cand --until 'Before this time'
            cand --limit 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]'
            cand --after 'Continue after the page that gave this cursor'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;wallet;analytics'= {
            cand --days 'Days to look back on, today included'
            cand --plot 'Also draw it into this file, .svg or .png'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;wallet;limits'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand set 'Set limits; days and months are UTC'
            cand show 'Show the limits, and what is left of them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;wallet;limits;set'= {
            cand --day 'USDC in a day at most; none for no limit'
            cand --month 'USDC in a month at most; none for no limit'
            cand --idempotency-key 'Name of this request: however often it is repeated, it is done once [default: a new one]'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand -n 'Tell what would be done, and change nothing'
            cand --dry-run 'Tell what would be done, and change nothing'
            cand -y 'Do not ask before doing it'
            cand --yes 'Do not ask before doing it'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;wallet;limits;show'= {
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;wallet;limits;help'= {
            cand set 'Set limits; days and months are UTC'
            cand show 'Show the limits, and what is left of them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;wallet;limits;help;set'= {
        }
        &'gp4u;wallet;limits;help;show'= {
        }
        &'gp4u;wallet;limits;help;help'= {
        }
        &'gp4u;wallet;export'= {
            cand --format 'csv and ndjson hold the wallet''s transactions, beancount your own double-entry books'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;wallet;help'= {
            cand balance 'Show what the wallet holds'
            cand deposit 'Tell that money was sent; it is credited when the operator has seen it arrive'
            cand withdraw 'Take money out of the wallet, for the operator to pay out'
            cand requests 'List deposits and withdrawals, and how far they are'
            cand approve 'Say that a deposit arrived or a withdrawal was paid (operator)'
            cand reject 'Say that a deposit did not arrive or a withdrawal is not paid: its money goes back (operator)'
            cand transactions 'List what moved the wallet, newest first, with the balance after each'
            cand analytics 'Show what was spent by kind, provider, GPU and day'
            cand limits 'How much may be spent in a day and in a month'
            cand export 'Write the whole history of the wallet, oldest first'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;wallet;help;balance'= {
        }
        &'gp4u;wallet;help;deposit'= {
        }
        &'gp4u;wallet;help;withdraw'= {
        }
        &'gp4u;wallet;help;requests'= {
        }
        &'gp4u;wallet;help;approve'= {
        }
        &'gp4u;wallet;help;reject'= {
        }
        &'gp4u;wallet;help;transactions'= {
        }
        &'gp4u;wallet;help;analytics'= {
        }
        &'gp4u;wallet;help;limits'= {
            cand set 'Set limits; days and months are UTC'
            cand show 'Show the limits, and what is left of them'
        }
        &'gp4u;wallet;help;limits;set'= {
        }
        &'gp4u;wallet;help;limits;show'= {
        }
        &'gp4u;wallet;help;export'= {
        }
        &'gp4u;wallet;help;help'= {
        }
        &'gp4u;reconcile'= {
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --fix 'Release the machines that nobody owns'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;ledger'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand verify 'Check every law of the book; exit 1 when one is broken'
            cand accounts 'List the accounts with their balances'
            cand entries 'List the entries with their postings, newest first'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;ledger;verify'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;ledger;accounts'= {
            cand --limit 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]'
            cand --after 'Continue after the page that gave this cursor'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --closed 'Closed accounts too'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;ledger;entries'= {
            cand --kind 'Only this kind of event (repeatable)'
            cand --account 'Only entries that move this account'
            cand --key 'Only keys that start so, such as wd: or deposit:0:'
            cand --since 'Booked at or after this time'
            cand --until 'Booked before this time'
            cand --limit 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]'
            cand --after 'Continue after the page that gave this cursor'
            cand --fields 'Fields to print, in this order: id,model,price_per_hour'
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;ledger;help'= {
            cand verify 'Check every law of the book; exit 1 when one is broken'
            cand accounts 'List the accounts with their balances'
            cand entries 'List the entries with their postings, newest first'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;ledger;help;verify'= {
        }
        &'gp4u;ledger;help;accounts'= {
        }
        &'gp4u;ledger;help;entries'= {
        }
        &'gp4u;ledger;help;help'= {
        }
        &'gp4u;db'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand migrate 'Bring the database to the schema of this gp4u'
            cand status 'Show where the database is and whether this gp4u can use it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;db;migrate'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --roles 'Also make the PostgreSQL role gp4u_app, or bring its rights up to date: all that gp4u needs, and no right to change or erase the journal'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;db;status'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;db;help'= {
            cand migrate 'Bring the database to the schema of this gp4u'
            cand status 'Show where the database is and whether this gp4u can use it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;db;help;migrate'= {
        }
        &'gp4u;db;help;status'= {
        }
        &'gp4u;db;help;help'= {
        }
        &'gp4u;config'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List every key with its value'
            cand get 'Print the value of a key'
            cand set 'Set a key in your own configuration file'
            cand path 'Print the path of your configuration file'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;config;list'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --origin 'Also show where each value comes from'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;config;get'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;config;set'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --stdin 'Read the value, which may be a secret, from standard input'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;config;path'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;config;help'= {
            cand list 'List every key with its value'
            cand get 'Print the value of a key'
            cand set 'Set a key in your own configuration file'
            cand path 'Print the path of your configuration file'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;config;help;list'= {
        }
        &'gp4u;config;help;get'= {
        }
        &'gp4u;config;help;set'= {
        }
        &'gp4u;config;help;path'= {
        }
        &'gp4u;config;help;help'= {
        }
        &'gp4u;doctor'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --offline 'Do not ask the providers'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;schema'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;exit-codes'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;completions'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;man'= {
            cand -o 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --output 'Format of the results [default: table; env: GP4U_OUTPUT]'
            cand --color 'When to use colour [default: auto]'
            cand --config 'Configuration file to use instead of the project''s .gp4u.toml [env: GP4U_CONFIG]'
            cand --profile 'Profile of the configuration to use [env: GP4U_PROFILE]'
            cand --database 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]'
            cand --json 'Same as --output json'
            cand -q 'No notes and no progress on standard error; errors and warnings stay'
            cand --quiet 'No notes and no progress on standard error; errors and warnings stay'
            cand -v 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --verbose 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
            cand --no-input 'Never ask anything'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'gp4u;help'= {
            cand gpus 'Find, show and compare GPUs for rent'
            cand arbitrage 'Find where the same GPU is really cheaper, by how much, and whether it lasts'
            cand cluster 'Several machines for one job: the cheapest that do it in time, proven'
            cand providers 'The rental networks: what is configured, stored and reachable'
            cand sync 'Ask the rental networks for their offers and store them'
            cand auth 'Sign up, log in, and manage the account and its tokens'
            cand audit 'Who did what, when, to what'
            cand reserve 'Book a GPU for a time, and look after bookings'
            cand import 'Take in prices or offers from a file'
            cand daemon 'Keep the market fresh and the books proven: run the loops in the foreground'
            cand wallet 'Money in and out, what was spent and on what, and how much may be'
            cand reconcile 'Compare rented machines with what the providers show; exit 1 when one is nobody''s or missing'
            cand ledger 'The book behind the wallets, for its operator'
            cand db 'The database behind it all'
            cand config 'Read and change the configuration'
            cand doctor 'Check configuration, database, providers, clock and file permissions'
            cand schema 'Print the JSON Schema of an output, or the names of all'
            cand exit-codes 'Print the table of exit codes'
            cand completions 'Print the completion script of a shell'
            cand man 'Write the manual pages into a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gp4u;help;gpus'= {
            cand search 'Find offers, the cheapest per GPU first'
            cand show 'Show everything known about one offer'
            cand compare 'Put two to eight offers side by side, the best value of each line marked with *'
            cand models 'List the GPUs on the market, with their prices and how each provider spells them'
            cand history 'Show what a GPU cost over time: chart, percentiles, time under a price'
        }
        &'gp4u;help;gpus;search'= {
        }
        &'gp4u;help;gpus;show'= {
        }
        &'gp4u;help;gpus;compare'= {
        }
        &'gp4u;help;gpus;models'= {
        }
        &'gp4u;help;gpus;history'= {
        }
        &'gp4u;help;arbitrage'= {
            cand opportunities 'List what is saved by buying elsewhere, net of moving, and which of it is news (the default)'
            cand best 'Show where to buy one model now, and which offers'
            cand compare 'Show what each provider asks for one model'
            cand savings 'Show what moving to the best price is worth in money'
        }
        &'gp4u;help;arbitrage;opportunities'= {
        }
        &'gp4u;help;arbitrage;best'= {
        }
        &'gp4u;help;arbitrage;compare'= {
        }
        &'gp4u;help;arbitrage;savings'= {
        }
        &'gp4u;help;cluster'= {
            cand plan 'Find the cheapest offers that do a job in time, with the proof that none are cheaper'
        }
        &'gp4u;help;cluster;plan'= {
        }
        &'gp4u;help;providers'= {
            cand list 'List the providers and how they are configured'
            cand status 'Show what is stored of each provider, and how its last sync went'
            cand check 'Ask the providers now whether they can be read; stores nothing'
        }
        &'gp4u;help;providers;list'= {
        }
        &'gp4u;help;providers;status'= {
        }
        &'gp4u;help;providers;check'= {
        }
        &'gp4u;help;sync'= {
        }
        &'gp4u;help;auth'= {
            cand signup 'Make an account with a wallet, and log in to it'
            cand login 'Log in on this machine'
            cand logout 'End the login of this machine'
            cand whoami 'Show who is logged in, and what the login or token may be used for'
            cand update 'Change the address, the password or the name of the account'
            cand token 'Make, list and end tokens for programs'
        }
        &'gp4u;help;auth;signup'= {
        }
        &'gp4u;help;auth;login'= {
        }
        &'gp4u;help;auth;logout'= {
        }
        &'gp4u;help;auth;whoami'= {
        }
        &'gp4u;help;auth;update'= {
        }
        &'gp4u;help;auth;token'= {
            cand create 'Make a token; it is printed this once'
            cand list 'List the tokens of the account'
            cand revoke 'End a token at once'
        }
        &'gp4u;help;auth;token;create'= {
        }
        &'gp4u;help;auth;token;list'= {
        }
        &'gp4u;help;auth;token;revoke'= {
        }
        &'gp4u;help;audit'= {
            cand list 'List what was done, newest first: everything for the operator, your own for others'
        }
        &'gp4u;help;audit;list'= {
        }
        &'gp4u;help;reserve'= {
            cand create 'Book an offer; it is paid when it starts'
            cand list 'List reservations, the latest start first'
            cand show 'Show a reservation'
            cand extend 'Make a reservation longer; an active one is charged at once'
            cand cancel 'Cancel a reservation: free before it starts, unused time comes back afterwards'
            cand slots 'Show when an offer is free for long enough'
            cand calendar 'Show how full the days of an offer are'
            cand wait 'Wait until a reservation''s machine is up, or it has ended'
            cand ssh 'Log in to a reservation''s machine, or run a command on it'
            cand logs 'Show the end of what a reservation''s machine printed'
        }
        &'gp4u;help;reserve;create'= {
        }
        &'gp4u;help;reserve;list'= {
        }
        &'gp4u;help;reserve;show'= {
        }
        &'gp4u;help;reserve;extend'= {
        }
        &'gp4u;help;reserve;cancel'= {
        }
        &'gp4u;help;reserve;slots'= {
        }
        &'gp4u;help;reserve;calendar'= {
        }
        &'gp4u;help;reserve;wait'= {
        }
        &'gp4u;help;reserve;ssh'= {
        }
        &'gp4u;help;reserve;logs'= {
        }
        &'gp4u;help;import'= {
        }
        &'gp4u;help;daemon'= {
            cand status 'Show what each loop last did and when it is due; exit code 1 unless all are well'
        }
        &'gp4u;help;daemon;status'= {
        }
        &'gp4u;help;wallet'= {
            cand balance 'Show what the wallet holds'
            cand deposit 'Tell that money was sent; it is credited when the operator has seen it arrive'
            cand withdraw 'Take money out of the wallet, for the operator to pay out'
            cand requests 'List deposits and withdrawals, and how far they are'
            cand approve 'Say that a deposit arrived or a withdrawal was paid (operator)'
            cand reject 'Say that a deposit did not arrive or a withdrawal is not paid: its money goes back (operator)'
            cand transactions 'List what moved the wallet, newest first, with the balance after each'
            cand analytics 'Show what was spent by kind, provider, GPU and day'
            cand limits 'How much may be spent in a day and in a month'
            cand export 'Write the whole history of the wallet, oldest first'
        }
        &'gp4u;help;wallet;balance'= {
        }
        &'gp4u;help;wallet;deposit'= {
        }
        &'gp4u;help;wallet;withdraw'= {
        }
        &'gp4u;help;wallet;requests'= {
        }
        &'gp4u;help;wallet;approve'= {
        }
        &'gp4u;help;wallet;reject'= {
        }
        &'gp4u;help;wallet;transactions'= {
        }
        &'gp4u;help;wallet;analytics'= {
        }
        &'gp4u;help;wallet;limits'= {
            cand set 'Set limits; days and months are UTC'
            cand show 'Show the limits, and what is left of them'
        }
        &'gp4u;help;wallet;limits;set'= {
        }
        &'gp4u;help;wallet;limits;show'= {
        }
        &'gp4u;help;wallet;export'= {
        }
        &'gp4u;help;reconcile'= {
        }
        &'gp4u;help;ledger'= {
            cand verify 'Check every law of the book; exit 1 when one is broken'
            cand accounts 'List the accounts with their balances'
            cand entries 'List the entries with their postings, newest first'
        }
        &'gp4u;help;ledger;verify'= {
        }
        &'gp4u;help;ledger;accounts'= {
        }
        &'gp4u;help;ledger;entries'= {
        }
        &'gp4u;help;db'= {
            cand migrate 'Bring the database to the schema of this gp4u'
            cand status 'Show where the database is and whether this gp4u can use it'
        }
        &'gp4u;help;db;migrate'= {
        }
        &'gp4u;help;db;status'= {
        }
        &'gp4u;help;config'= {
            cand list 'List every key with its value'
            cand get 'Print the value of a key'
            cand set 'Set a key in your own configuration file'
            cand path 'Print the path of your configuration file'
        }
        &'gp4u;help;config;list'= {
        }
        &'gp4u;help;config;get'= {
        }
        &'gp4u;help;config;set'= {
        }
        &'gp4u;help;config;path'= {
        }
        &'gp4u;help;doctor'= {
        }
        &'gp4u;help;schema'= {
        }
        &'gp4u;help;exit-codes'= {
        }
        &'gp4u;help;completions'= {
        }
        &'gp4u;help;man'= {
        }
        &'gp4u;help;help'= {
        }
    ]
    $completions[$command]
}
