# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_gp4u_global_optspecs
    string join \n o/output= json q/quiet v/verbose color= config= profile= database= no-input h/help V/version
end

function __fish_gp4u_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_gp4u_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_gp4u_using_subcommand
    set -l cmd (__fish_gp4u_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c gp4u -n "__fish_gp4u_needs_command" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_needs_command" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_needs_command" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_needs_command" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_needs_command" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_needs_command" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_needs_command" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_needs_command" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_needs_command" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_needs_command" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_needs_command" -s V -l version -d 'Print version'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "gpus" -d 'Find, show and compare GPUs for rent'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "arbitrage" -d 'Find where the same GPU is really cheaper, by how much, and whether it lasts'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "cluster" -d 'Several machines for one job: the cheapest that do it in time, proven'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "providers" -d 'The rental networks: what is configured, stored and reachable'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "sync" -d 'Ask the rental networks for their offers and store them'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "auth" -d 'Sign up, log in, and manage the account and its tokens'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "audit" -d 'Who did what, when, to what'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "reserve" -d 'Book a GPU for a time, and look after bookings'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "import" -d 'Take in prices or offers from a file'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "daemon" -d 'Keep the market fresh and the books proven: run the loops in the foreground'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "wallet" -d 'Money in and out, what was spent and on what, and how much may be'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "reconcile" -d 'Compare rented machines with what the providers show; exit 1 when one is nobody\'s or missing'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "ledger" -d 'The book behind the wallets, for its operator'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "db" -d 'The database behind it all'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "config" -d 'Read and change the configuration'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "doctor" -d 'Check configuration, database, providers, clock and file permissions'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "schema" -d 'Print the JSON Schema of an output, or the names of all'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "exit-codes" -d 'Print the table of exit codes'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "man" -d 'Write the manual pages into a folder'
complete -c gp4u -n "__fish_gp4u_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -f -a "search" -d 'Find offers, the cheapest per GPU first'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -f -a "show" -d 'Show everything known about one offer'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -f -a "compare" -d 'Put two to eight offers side by side, the best value of each line marked with *'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -f -a "models" -d 'List the GPUs on the market, with their prices and how each provider spells them'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -f -a "history" -d 'Show what a GPU cost over time: chart, percentiles, time under a price'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and not __fish_seen_subcommand_from search show compare models history help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l model -d 'GPU, in any spelling a provider uses: 4090, "A100 80GB", h100-sxm (repeatable)' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l provider -d 'Rental network (repeatable)' -r -f -a "vast\t''
akash\t''
ionet\t''
render\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l min-vram -d 'Memory of one GPU at least' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l min-count -d 'GPUs in the offer at least' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l max-count -d 'GPUs in the offer at most' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l max-price -d 'USD per GPU and hour at most' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l region -d 'Region in the provider\'s words; * and ? stand for anything (repeatable)' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l country -d 'Country code, such as US (repeatable)' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l min-reliability -d 'Share of time up at least: 0.99 or 99%' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l min-gscore -d 'G-Score at least, from 0 to 1' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l kind -d 'Only this kind of price' -r -f -a "on-demand\t''
interruptible\t''
auction-estimate\t''
indicative\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l max-age -d 'Only offers seen within this time, such as 10m' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l where -d 'Any condition on any field: \'vram_gib >= 80 and (price_per_gpu_hour < 2.5 or kind = interruptible)\'' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l disk -d 'GB of disk to include in the price' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l egress -d 'GB sent from the machine to include in the price' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l hours -d 'Hours the machine is kept: traffic and minimum billing are spread over them' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l sort -d 'Order, such as price_per_gpu_hour,-reliability (a minus sign: largest first)' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l limit -d 'Offers at most; 0 for all [default: 20 on a terminal, otherwise all]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l after -d 'Continue after the page that gave this cursor' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l watch -d 'Look again every so often: redraws on a terminal, prints events as NDJSON off it [default: 30s]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l until -d 'Watch until something is like this: \'price_per_gpu_hour < 2\'' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l timeout -d 'Stop watching after this time; with --until, exit code 8' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l exec -d 'Run this program, without a shell, for each event, with the event as JSON on its standard input' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l rearm -d 'Tell of something again only after its price has moved away by this, so that nothing flaps' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l verified -d 'Only machines their provider vouches for'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l available-only -d 'Only offers that can be rented now (this is the default)'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l all -d 'Also offers that cannot be rented now, and price lists'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l count -d 'Also count all offers that match'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l explain -d 'Also tell how many offers each filter removed'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l exit-empty -d 'End with exit code 10 when nothing matches'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l sync -d 'Ask the rental networks before each look, where no daemon does'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from search" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from show" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from show" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from show" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from show" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from show" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from show" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from show" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from show" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from compare" -l disk -d 'GB of disk to include in the price' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from compare" -l egress -d 'GB sent from the machine to include in the price' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from compare" -l hours -d 'Hours the machine is kept: traffic and minimum billing are spread over them' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from compare" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from compare" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from compare" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from compare" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from compare" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from compare" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from compare" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from compare" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from compare" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from compare" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from compare" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from models" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from models" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from models" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from models" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from models" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from models" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from models" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from models" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from models" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from models" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from models" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l provider -d 'Only this provider, rental network or any other whose prices were imported' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l days -d 'Days to look back on' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l under -d 'Also tell for how much of the time the price was under this, USD per GPU-hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l kind -d 'How it is billed' -r -f -a "on-demand\t''
interruptible\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l at -d 'The last moment to show [default: now]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l plot -d 'Also draw it into this file, .svg or .png' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l watch -d 'Look again every so often: redraws on a terminal, prints events as NDJSON off it [default: 30s]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l until -d 'Watch until something is like this: \'price_per_gpu_hour < 2\'' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l timeout -d 'Stop watching after this time; with --until, exit code 8' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l exec -d 'Run this program, without a shell, for each event, with the event as JSON on its standard input' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l rearm -d 'Tell of something again only after its price has moved away by this, so that nothing flaps' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l sync -d 'Ask the rental networks before each look, where no daemon does'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from history" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from help" -f -a "search" -d 'Find offers, the cheapest per GPU first'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show everything known about one offer'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from help" -f -a "compare" -d 'Put two to eight offers side by side, the best value of each line marked with *'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from help" -f -a "models" -d 'List the GPUs on the market, with their prices and how each provider spells them'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from help" -f -a "history" -d 'Show what a GPU cost over time: chart, percentiles, time under a price'
complete -c gp4u -n "__fish_gp4u_using_subcommand gpus; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l model -d 'GPU, in any spelling a provider uses (repeatable)' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l kind -d 'Only this way of billing; the two are never mixed' -r -f -a "on-demand\t''
interruptible\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l at -d 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l max-age -d 'Prices older than this do not count [default: market.max_age, 24h for list prices]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l versus -d 'Compare with the median provider (of three at least), the next cheapest, the dearest, or what you pay per GPU-hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l gpus -d 'GPUs of the job: what must be available, and what moving costs is shared by' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l data -d 'GB to move from the old place' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l hours -d 'Hours the job goes on: moving is paid back in them' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l min-spread -d 'Net saving at least, in percent of the price compared with' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l min-confidence -d 'Only savings that have lasted: seen 3 times, or in 80 % of a day\'s observations' -r -f -a "new\t''
seen\t''
stable\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l limit -d 'Opportunities at most; 0 for all [default: 20 on a terminal, otherwise all]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l watch -d 'Look again every so often: redraws on a terminal, prints events as NDJSON off it [default: 30s]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l until -d 'Watch until something is like this: \'price_per_gpu_hour < 2\'' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l timeout -d 'Stop watching after this time; with --until, exit code 8' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l exec -d 'Run this program, without a shell, for each event, with the event as JSON on its standard input' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l rearm -d 'Tell of something again only after its price has moved away by this, so that nothing flaps' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l include-outliers -d 'Also buy at prices that are probably mistakes'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l events -d 'Only news: savings well above what the same market usually offers'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l explain -d 'Also list the offers and observations that every number follows from'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l no-cache -d 'Neither use nor keep an earlier answer'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l exit-empty -d 'End with exit code 10 when there is none'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l sync -d 'Ask the rental networks before each look, where no daemon does'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -f -a "opportunities" -d 'List what is saved by buying elsewhere, net of moving, and which of it is news (the default)'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -f -a "best" -d 'Show where to buy one model now, and which offers'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -f -a "compare" -d 'Show what each provider asks for one model'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -f -a "savings" -d 'Show what moving to the best price is worth in money'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and not __fish_seen_subcommand_from opportunities best compare savings help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l model -d 'GPU, in any spelling a provider uses (repeatable)' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l kind -d 'Only this way of billing; the two are never mixed' -r -f -a "on-demand\t''
interruptible\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l at -d 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l max-age -d 'Prices older than this do not count [default: market.max_age, 24h for list prices]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l versus -d 'Compare with the median provider (of three at least), the next cheapest, the dearest, or what you pay per GPU-hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l gpus -d 'GPUs of the job: what must be available, and what moving costs is shared by' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l data -d 'GB to move from the old place' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l hours -d 'Hours the job goes on: moving is paid back in them' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l min-spread -d 'Net saving at least, in percent of the price compared with' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l min-confidence -d 'Only savings that have lasted: seen 3 times, or in 80 % of a day\'s observations' -r -f -a "new\t''
seen\t''
stable\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l limit -d 'Opportunities at most; 0 for all [default: 20 on a terminal, otherwise all]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l watch -d 'Look again every so often: redraws on a terminal, prints events as NDJSON off it [default: 30s]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l until -d 'Watch until something is like this: \'price_per_gpu_hour < 2\'' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l timeout -d 'Stop watching after this time; with --until, exit code 8' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l exec -d 'Run this program, without a shell, for each event, with the event as JSON on its standard input' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l rearm -d 'Tell of something again only after its price has moved away by this, so that nothing flaps' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l include-outliers -d 'Also buy at prices that are probably mistakes'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l events -d 'Only news: savings well above what the same market usually offers'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l explain -d 'Also list the offers and observations that every number follows from'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l no-cache -d 'Neither use nor keep an earlier answer'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l exit-empty -d 'End with exit code 10 when there is none'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l sync -d 'Ask the rental networks before each look, where no daemon does'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from opportunities" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l kind -d 'Only this way of billing; the two are never mixed' -r -f -a "on-demand\t''
interruptible\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l at -d 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l max-age -d 'Prices older than this do not count [default: market.max_age, 24h for list prices]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l versus -d 'Compare with the median provider (of three at least), the next cheapest, the dearest, or what you pay per GPU-hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l gpus -d 'GPUs of the job: what must be available, and what moving costs is shared by' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l data -d 'GB to move from the old place' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l hours -d 'Hours the job goes on: moving is paid back in them' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l include-outliers -d 'Also buy at prices that are probably mistakes'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l explain -d 'Also list the offers and observations that every number follows from'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from best" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from compare" -l kind -d 'Only this way of billing; the two are never mixed' -r -f -a "on-demand\t''
interruptible\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from compare" -l at -d 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from compare" -l max-age -d 'Prices older than this do not count [default: market.max_age, 24h for list prices]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from compare" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from compare" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from compare" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from compare" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from compare" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from compare" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from compare" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from compare" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from compare" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from compare" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from compare" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l from -d 'What is paid now: a provider\'s price, or USD per GPU-hour [default: the median provider\'s]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l hours-per-day -d 'Hours of use in a day' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l gpus -d 'GPUs of the job' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l data -d 'GB to move from the old place' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l kind -d 'Only this way of billing; the two are never mixed' -r -f -a "on-demand\t''
interruptible\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l at -d 'The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l max-age -d 'Prices older than this do not count [default: market.max_age, 24h for list prices]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l include-outliers -d 'Also move to prices that are probably mistakes'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from savings" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from help" -f -a "opportunities" -d 'List what is saved by buying elsewhere, net of moving, and which of it is news (the default)'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from help" -f -a "best" -d 'Show where to buy one model now, and which offers'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from help" -f -a "compare" -d 'Show what each provider asks for one model'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from help" -f -a "savings" -d 'Show what moving to the best price is worth in money'
complete -c gp4u -n "__fish_gp4u_using_subcommand arbitrage; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and not __fish_seen_subcommand_from plan help" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and not __fish_seen_subcommand_from plan help" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and not __fish_seen_subcommand_from plan help" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and not __fish_seen_subcommand_from plan help" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and not __fish_seen_subcommand_from plan help" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and not __fish_seen_subcommand_from plan help" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and not __fish_seen_subcommand_from plan help" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and not __fish_seen_subcommand_from plan help" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and not __fish_seen_subcommand_from plan help" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and not __fish_seen_subcommand_from plan help" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and not __fish_seen_subcommand_from plan help" -f -a "plan" -d 'Find the cheapest offers that do a job in time, with the proof that none are cheaper'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and not __fish_seen_subcommand_from plan help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l work -d 'What is to be done: 5000 (TFLOP-hours), or 500xA100-80GB-hours (hours of one such GPU)' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l throughput -d 'Throughput to have, instead of work, in TFLOPS' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l deadline -d 'When it must be done: 48h from now, or a moment; with --throughput, how long it is needed' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l precision -d 'Arithmetic that throughput is measured in: dense tensor figures of the catalogue, fp32 of its vector units' -r -f -a "fp32\t''
fp16\t''
fp8\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l objective -d 'What is best: cheapest when kept until the deadline, cheapest when paid until done, or fastest for the budget' -r -f -a "keep\t''
until-done\t''
fastest\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l job -d 'What to call it' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l vram -d 'Memory of each GPU at least' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l max-gpus -d 'GPUs at most' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l gpus -d 'GPUs, neither more nor fewer' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l max-machines -d 'Physical machines at most' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l min-reliability -d 'Share of time up of each member at least: 0.99 or 99%' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l survival -d 'Probability at least that all members keep running: the product of their reliabilities' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l same -d 'What all members must have in common' -r -f -a "provider\t''
region\t''
country\t''
machine\t''
model\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l model -d 'Only these GPUs, in any spelling a provider uses (repeatable)' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l exclude-provider -d 'Not from this network (repeatable)' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l budget -d 'USD at most: 100 in all, or 5/h' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l efficiency -d 'What is left of the throughput on every kind of link; 1: nothing is lost' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l efficiency-nvlink -d 'Of GPUs of one machine joined by NVLink or the like [default: 1]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l efficiency-pcie -d 'Of GPUs of one machine on PCI Express [default: 0.9]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l efficiency-across -d 'Of the sum of several machines [default: 0.7]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l offers -d 'Plan over the offers in this file instead of the stored market; - reads what `gpus search -o ndjson` prints' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l kind -d 'How the offers are billed; both are mixed only where both are named (repeatable) [default: on-demand]' -r -f -a "on-demand\t''
interruptible\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l pareto -d 'What time costs: the cheapest plans for up to N times, from the deadline to the fastest' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l time-limit -d 'How long to look for a proof' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l check -d 'Price this plan again (- reads it) instead of making one; exit 7 when it became dearer' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l slippage -d 'How many percent dearer is still accepted by --check' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l fields -d 'Fields to print, in this order: of the plan in json and ndjson, of its members in table and csv' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l explain -d 'Also tell which limits cost money, the next best plan, and what would help'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from plan" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from help" -f -a "plan" -d 'Find the cheapest offers that do a job in time, with the proof that none are cheaper'
complete -c gp4u -n "__fish_gp4u_using_subcommand cluster; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and not __fish_seen_subcommand_from list status check help" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and not __fish_seen_subcommand_from list status check help" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and not __fish_seen_subcommand_from list status check help" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and not __fish_seen_subcommand_from list status check help" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and not __fish_seen_subcommand_from list status check help" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and not __fish_seen_subcommand_from list status check help" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and not __fish_seen_subcommand_from list status check help" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and not __fish_seen_subcommand_from list status check help" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and not __fish_seen_subcommand_from list status check help" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and not __fish_seen_subcommand_from list status check help" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and not __fish_seen_subcommand_from list status check help" -f -a "list" -d 'List the providers and how they are configured'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and not __fish_seen_subcommand_from list status check help" -f -a "status" -d 'Show what is stored of each provider, and how its last sync went'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and not __fish_seen_subcommand_from list status check help" -f -a "check" -d 'Ask the providers now whether they can be read; stores nothing'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and not __fish_seen_subcommand_from list status check help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from list" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from list" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from list" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from list" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from list" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from list" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from list" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from status" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from status" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from status" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from status" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from status" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from status" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from status" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from status" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from check" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from check" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from check" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from check" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from check" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from check" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from check" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from check" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the providers and how they are configured'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show what is stored of each provider, and how its last sync went'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from help" -f -a "check" -d 'Ask the providers now whether they can be read; stores nothing'
complete -c gp4u -n "__fish_gp4u_using_subcommand providers; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand sync" -l record -d 'Also write the raw answers into this folder, secrets removed' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand sync" -l replay -d 'Take the answers from this folder instead of the network' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand sync" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand sync" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand sync" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand sync" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand sync" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand sync" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand sync" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand sync" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand sync" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand sync" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -f -a "signup" -d 'Make an account with a wallet, and log in to it'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -f -a "login" -d 'Log in on this machine'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -f -a "logout" -d 'End the login of this machine'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -f -a "whoami" -d 'Show who is logged in, and what the login or token may be used for'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -f -a "update" -d 'Change the address, the password or the name of the account'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -f -a "token" -d 'Make, list and end tokens for programs'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and not __fish_seen_subcommand_from signup login logout whoami update token help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -l email -d 'E-mail address that names the account [default: asked for]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -l display-name -d 'What you want to be called' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -l idempotency-key -d 'Name of this request: however often it is repeated, it is done once [default: a new one]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -l password-stdin -d 'Read the password from standard input instead of asking'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -s n -l dry-run -d 'Tell what would be done, and change nothing'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -s y -l yes -d 'Do not ask before doing it'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from signup" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from login" -l email -d 'E-mail address that names the account [default: asked for]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from login" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from login" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from login" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from login" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from login" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from login" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from login" -l password-stdin -d 'Read the password from standard input instead of asking'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from login" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from login" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from login" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from login" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from login" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from logout" -l idempotency-key -d 'Name of this request: however often it is repeated, it is done once [default: a new one]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from logout" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from logout" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from logout" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from logout" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from logout" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from logout" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from logout" -s n -l dry-run -d 'Tell what would be done, and change nothing'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from logout" -s y -l yes -d 'Do not ask before doing it'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from logout" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from logout" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from logout" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from logout" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from logout" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from whoami" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from whoami" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from whoami" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from whoami" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from whoami" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from whoami" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from whoami" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from whoami" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from whoami" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from whoami" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from whoami" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -l email -d 'New e-mail address; takes the password' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -l display-name -d 'What you want to be called' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -l idempotency-key -d 'Name of this request: however often it is repeated, it is done once [default: a new one]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -l no-display-name -d 'Be called by your address only'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -l new-password -d 'Choose a new password; ends every login and token, and logs in anew here'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -l password-stdin -d 'Read the password, and with --new-password the new one on a second line, from standard input'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -s n -l dry-run -d 'Tell what would be done, and change nothing'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -s y -l yes -d 'Do not ask before doing it'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from token" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from token" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from token" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from token" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from token" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from token" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from token" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from token" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from token" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from token" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from token" -f -a "create" -d 'Make a token; it is printed this once'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from token" -f -a "list" -d 'List the tokens of the account'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from token" -f -a "revoke" -d 'End a token at once'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from token" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "signup" -d 'Make an account with a wallet, and log in to it'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "login" -d 'Log in on this machine'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "logout" -d 'End the login of this machine'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "whoami" -d 'Show who is logged in, and what the login or token may be used for'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change the address, the password or the name of the account'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "token" -d 'Make, list and end tokens for programs'
complete -c gp4u -n "__fish_gp4u_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and not __fish_seen_subcommand_from list help" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and not __fish_seen_subcommand_from list help" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and not __fish_seen_subcommand_from list help" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and not __fish_seen_subcommand_from list help" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and not __fish_seen_subcommand_from list help" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and not __fish_seen_subcommand_from list help" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and not __fish_seen_subcommand_from list help" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and not __fish_seen_subcommand_from list help" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and not __fish_seen_subcommand_from list help" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and not __fish_seen_subcommand_from list help" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and not __fish_seen_subcommand_from list help" -f -a "list" -d 'List what was done, newest first: everything for the operator, your own for others'
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and not __fish_seen_subcommand_from list help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -l user -d 'Only by this account: its e-mail address or id' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -l command -d 'Only with this command, or group of commands: "wallet withdraw", auth' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -l object -d 'Only to the thing of this id' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -l since -d 'At or after this time' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -l until -d 'Before this time' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -l limit -d 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -l after -d 'Continue after the page that gave this cursor' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "list" -d 'List what was done, newest first: everything for the operator, your own for others'
complete -c gp4u -n "__fish_gp4u_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -f -a "create" -d 'Book an offer; it is paid when it starts'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -f -a "list" -d 'List reservations, the latest start first'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -f -a "show" -d 'Show a reservation'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -f -a "extend" -d 'Make a reservation longer; an active one is charged at once'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -f -a "cancel" -d 'Cancel a reservation: free before it starts, unused time comes back afterwards'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -f -a "slots" -d 'Show when an offer is free for long enough'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -f -a "calendar" -d 'Show how full the days of an offer are'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -f -a "wait" -d 'Wait until a reservation\'s machine is up, or it has ended'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -f -a "ssh" -d 'Log in to a reservation\'s machine, or run a command on it'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -f -a "logs" -d 'Show the end of what a reservation\'s machine printed'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and not __fish_seen_subcommand_from create list show extend cancel slots calendar wait ssh logs help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l start -d 'When it starts: RFC 3339, now, +2h, "tomorrow 09:00", "2026-12-01 09:00"' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l for -d 'How long it lasts, such as 8h or 2h30m' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l end -d 'When it ends' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l max-price -d 'USD per hour at most, now and on the market when it starts; above it nothing is booked or it is cancelled' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l max-cost -d 'USD for the whole at most' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l image -d 'Container image, such as pytorch/pytorch:latest [default: the network\'s own]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l disk -d 'Disk in GiB' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l ssh-key -d 'Public SSH key, or a file with it (repeatable) [default: the first of ~/.ssh/id_ed25519.pub, id_ecdsa.pub, id_rsa.pub]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l env -d 'Environment variable of the machine; without a value gp4u\'s own (repeatable)' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l onstart -d 'File with a shell script to be run at the machine\'s start' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l start-timeout -d 'Give up, and take the money back, when the machine is not up by then [default: rental.start_timeout]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l note -d 'A note to yourself' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l zone -d 'Time zone of times without an offset, such as Europe/Berlin [default: this machine\'s]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l timeout -d 'Wait so long at most' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l idempotency-key -d 'Name of this request: however often it is repeated, it is done once [default: a new one]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l manual -d 'Keep the calendar and the money only, and rent by hand'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l substitute -d 'Take an equivalent offer when this one is gone: never a dearer or lesser one'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l wait -d 'Wait until it is active'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -s n -l dry-run -d 'Tell what would be done, and change nothing'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -s y -l yes -d 'Do not ask before doing it'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l state -d 'Only in this state (repeatable)' -r -f -a "pending\t''
activating\t''
active\t''
completed\t''
cancelled\t''
failed\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l offer -d 'Only of this offer' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l from -d 'Only what is not over at this time' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l until -d 'Only what starts before this time' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l zone -d 'Time zone of times without an offset, such as Europe/Berlin [default: this machine\'s]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l limit -d 'Reservations at most; 0 for all [default: 20 on a terminal, otherwise all]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l after -d 'Continue after the page that gave this cursor' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l mine -d 'Only your own; the default'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l all -d 'Everybody\'s; for the operator'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l count -d 'Also count all that match'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l exit-empty -d 'End with exit code 10 when nothing matches'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from show" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from show" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from show" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from show" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from show" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from show" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from show" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from show" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -l for -d 'By how much, such as 2h' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -l end -d 'When it ends instead' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -l max-cost -d 'USD for the extension at most' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -l identity -d 'Private key to log in with, where the machine keeps its own end [default: ssh\'s own choice]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -l zone -d 'Time zone of times without an offset, such as Europe/Berlin [default: this machine\'s]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -l idempotency-key -d 'Name of this request: however often it is repeated, it is done once [default: a new one]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -s n -l dry-run -d 'Tell what would be done, and change nothing'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -s y -l yes -d 'Do not ask before doing it'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from extend" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from cancel" -l idempotency-key -d 'Name of this request: however often it is repeated, it is done once [default: a new one]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from cancel" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from cancel" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from cancel" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from cancel" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from cancel" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from cancel" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from cancel" -s n -l dry-run -d 'Tell what would be done, and change nothing'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from cancel" -s y -l yes -d 'Do not ask before doing it'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from cancel" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from cancel" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from cancel" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from cancel" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from cancel" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -l date -d 'Day: today, tomorrow, 2026-12-01 [default: today]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -l days -d 'Days to look at, from that one on' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -l length -d 'How long it must be free, such as 2h' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -l zone -d 'Time zone of times without an offset, such as Europe/Berlin [default: this machine\'s]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -l exit-empty -d 'End with exit code 10 when there is none'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from slots" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from calendar" -l date -d 'First day: today, tomorrow, 2026-12-01 [default: today]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from calendar" -l days -d 'Days to show' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from calendar" -l zone -d 'Time zone of times without an offset, such as Europe/Berlin [default: this machine\'s]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from calendar" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from calendar" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from calendar" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from calendar" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from calendar" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from calendar" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from calendar" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from calendar" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from calendar" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from calendar" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from calendar" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from wait" -l until -d 'What to wait for' -r -f -a "active\t''
ended\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from wait" -l timeout -d 'Wait so long at most; then exit code 8' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from wait" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from wait" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from wait" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from wait" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from wait" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from wait" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from wait" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from wait" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from wait" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from wait" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from wait" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from ssh" -l exec -d 'Run this command there instead; its exit code becomes ours' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from ssh" -l identity -d 'Private key to log in with [default: ssh\'s own choice]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from ssh" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from ssh" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from ssh" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from ssh" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from ssh" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from ssh" -l print -d 'Print the command, and do not run it'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from ssh" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from ssh" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from ssh" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from ssh" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from ssh" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from logs" -l lines -d 'Lines at most' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from logs" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from logs" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from logs" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from logs" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from logs" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from logs" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from logs" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from logs" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from logs" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from logs" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from help" -f -a "create" -d 'Book an offer; it is paid when it starts'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from help" -f -a "list" -d 'List reservations, the latest start first'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a reservation'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from help" -f -a "extend" -d 'Make a reservation longer; an active one is charged at once'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from help" -f -a "cancel" -d 'Cancel a reservation: free before it starts, unused time comes back afterwards'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from help" -f -a "slots" -d 'Show when an offer is free for long enough'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from help" -f -a "calendar" -d 'Show how full the days of an offer are'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from help" -f -a "wait" -d 'Wait until a reservation\'s machine is up, or it has ended'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from help" -f -a "ssh" -d 'Log in to a reservation\'s machine, or run a command on it'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from help" -f -a "logs" -d 'Show the end of what a reservation\'s machine printed'
complete -c gp4u -n "__fish_gp4u_using_subcommand reserve; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -l at -d 'When rows without a time were observed' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -l offers -d 'The file is what its providers offer now, such as your own price list'
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -l skip-bad -d 'Take the good rows although there are bad ones'
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -s n -l dry-run -d 'Tell what would be done, and change nothing'
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -l listen -d 'Answer /healthz and /metrics (Prometheus) at this address of this machine: 127.0.0.1:9184' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -l log-format -d 'Format of the log on standard error' -r -f -a "text\t''
json\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -l once -d 'Run every loop that is due once, and end: for cron'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -f -a "status" -d 'Show what each loop last did and when it is due; exit code 1 unless all are well'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and not __fish_seen_subcommand_from status help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and __fish_seen_subcommand_from status" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and __fish_seen_subcommand_from status" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and __fish_seen_subcommand_from status" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and __fish_seen_subcommand_from status" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and __fish_seen_subcommand_from status" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and __fish_seen_subcommand_from status" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and __fish_seen_subcommand_from status" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and __fish_seen_subcommand_from status" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show what each loop last did and when it is due; exit code 1 unless all are well'
complete -c gp4u -n "__fish_gp4u_using_subcommand daemon; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -f -a "balance" -d 'Show what the wallet holds'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -f -a "deposit" -d 'Tell that money was sent; it is credited when the operator has seen it arrive'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -f -a "withdraw" -d 'Take money out of the wallet, for the operator to pay out'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -f -a "requests" -d 'List deposits and withdrawals, and how far they are'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -f -a "approve" -d 'Say that a deposit arrived or a withdrawal was paid (operator)'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -f -a "reject" -d 'Say that a deposit did not arrive or a withdrawal is not paid: its money goes back (operator)'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -f -a "transactions" -d 'List what moved the wallet, newest first, with the balance after each'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -f -a "analytics" -d 'Show what was spent by kind, provider, GPU and day'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -f -a "limits" -d 'How much may be spent in a day and in a month'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -f -a "export" -d 'Write the whole history of the wallet, oldest first'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and not __fish_seen_subcommand_from balance deposit withdraw requests approve reject transactions analytics limits export help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from balance" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from balance" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from balance" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from balance" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from balance" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from balance" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from balance" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from balance" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from balance" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from balance" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from balance" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -l amount -d 'How much was sent, such as 100 or 12.50' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -l reference -d 'What names the payment: a transaction\'s hash, a bank\'s reference. One payment is credited once' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -l idempotency-key -d 'Name of this request: however often it is repeated, it is done once [default: a new one]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -s n -l dry-run -d 'Tell what would be done, and change nothing'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -s y -l yes -d 'Do not ask before doing it'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from deposit" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -l amount -d 'How much shall arrive' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -l to -d 'Where it shall go: an address, or what the operator needs to pay it' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -l reference -d 'A note of your own' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -l idempotency-key -d 'Name of this request: however often it is repeated, it is done once [default: a new one]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -s n -l dry-run -d 'Tell what would be done, and change nothing'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -s y -l yes -d 'Do not ask before doing it'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from withdraw" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -l kind -d 'Only deposits or only withdrawals' -r -f -a "deposit\t''
withdrawal\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -l limit -d 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -l after -d 'Continue after the page that gave this cursor' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -l all -d 'Everybody\'s (operator)'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -l waiting -d 'Only those that wait for the operator'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from requests" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from approve" -l idempotency-key -d 'Name of this request: however often it is repeated, it is done once [default: a new one]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from approve" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from approve" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from approve" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from approve" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from approve" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from approve" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from approve" -s n -l dry-run -d 'Tell what would be done, and change nothing'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from approve" -s y -l yes -d 'Do not ask before doing it'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from approve" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from approve" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from approve" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from approve" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from approve" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -l idempotency-key -d 'Name of this request: however often it is repeated, it is done once [default: a new one]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -l reason -d 'Why; the user sees it' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -s n -l dry-run -d 'Tell what would be done, and change nothing'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -s y -l yes -d 'Do not ask before doing it'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from reject" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -l type -d 'Only this type (repeatable)' -r -f -a "deposit\t''
deposit_claim\t''
deposit_reversal\t''
withdrawal_request\t''
withdrawal_paid\t''
withdrawal_failed\t''
reservation_hold\t''
reservation_extend\t''
reservation_settle\t''
reservation_void\t''
cluster_hold\t''
cluster_settle\t''
cluster_void\t''
earnings_release\t''
goodwill\t''
provider_bill\t''
operator_top_up\t''
operator_draw\t''
leak\t''
chain_shortfall\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -l object -d 'Only about this reservation, cluster, withdrawal or deposit' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -l since -d 'At or after this time' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -l until -d 'Before this time' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -l limit -d 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -l after -d 'Continue after the page that gave this cursor' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from transactions" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from analytics" -l days -d 'Days to look back on, today included' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from analytics" -l plot -d 'Also draw it into this file, .svg or .png' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from analytics" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from analytics" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from analytics" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from analytics" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from analytics" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from analytics" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from analytics" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from analytics" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from analytics" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from analytics" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from analytics" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from limits" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from limits" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from limits" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from limits" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from limits" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from limits" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from limits" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from limits" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from limits" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from limits" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from limits" -f -a "set" -d 'Set limits; days and months are UTC'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from limits" -f -a "show" -d 'Show the limits, and what is left of them'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from limits" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from export" -l format -d 'csv and ndjson hold the wallet\'s transactions, beancount your own double-entry books' -r -f -a "csv\t''
ndjson\t''
beancount\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from export" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from export" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from export" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from export" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from export" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from export" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from export" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "balance" -d 'Show what the wallet holds'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "deposit" -d 'Tell that money was sent; it is credited when the operator has seen it arrive'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "withdraw" -d 'Take money out of the wallet, for the operator to pay out'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "requests" -d 'List deposits and withdrawals, and how far they are'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "approve" -d 'Say that a deposit arrived or a withdrawal was paid (operator)'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "reject" -d 'Say that a deposit did not arrive or a withdrawal is not paid: its money goes back (operator)'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "transactions" -d 'List what moved the wallet, newest first, with the balance after each'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "analytics" -d 'Show what was spent by kind, provider, GPU and day'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "limits" -d 'How much may be spent in a day and in a month'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write the whole history of the wallet, oldest first'
complete -c gp4u -n "__fish_gp4u_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand reconcile" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reconcile" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reconcile" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand reconcile" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand reconcile" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reconcile" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand reconcile" -l fix -d 'Release the machines that nobody owns'
complete -c gp4u -n "__fish_gp4u_using_subcommand reconcile" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand reconcile" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand reconcile" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand reconcile" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand reconcile" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and not __fish_seen_subcommand_from verify accounts entries help" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and not __fish_seen_subcommand_from verify accounts entries help" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and not __fish_seen_subcommand_from verify accounts entries help" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and not __fish_seen_subcommand_from verify accounts entries help" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and not __fish_seen_subcommand_from verify accounts entries help" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and not __fish_seen_subcommand_from verify accounts entries help" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and not __fish_seen_subcommand_from verify accounts entries help" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and not __fish_seen_subcommand_from verify accounts entries help" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and not __fish_seen_subcommand_from verify accounts entries help" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and not __fish_seen_subcommand_from verify accounts entries help" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and not __fish_seen_subcommand_from verify accounts entries help" -f -a "verify" -d 'Check every law of the book; exit 1 when one is broken'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and not __fish_seen_subcommand_from verify accounts entries help" -f -a "accounts" -d 'List the accounts with their balances'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and not __fish_seen_subcommand_from verify accounts entries help" -f -a "entries" -d 'List the entries with their postings, newest first'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and not __fish_seen_subcommand_from verify accounts entries help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from verify" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from verify" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from verify" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from verify" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from verify" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from verify" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from accounts" -l limit -d 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from accounts" -l after -d 'Continue after the page that gave this cursor' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from accounts" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from accounts" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from accounts" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from accounts" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from accounts" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from accounts" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from accounts" -l closed -d 'Closed accounts too'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from accounts" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from accounts" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from accounts" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from accounts" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from accounts" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -l kind -d 'Only this kind of event (repeatable)' -r -f -a "deposit\t''
deposit_claim\t''
deposit_reversal\t''
withdrawal_request\t''
withdrawal_paid\t''
withdrawal_failed\t''
reservation_hold\t''
reservation_extend\t''
reservation_settle\t''
reservation_void\t''
cluster_hold\t''
cluster_settle\t''
cluster_void\t''
earnings_release\t''
goodwill\t''
provider_bill\t''
operator_top_up\t''
operator_draw\t''
leak\t''
chain_shortfall\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -l account -d 'Only entries that move this account' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -l key -d 'Only keys that start so, such as wd: or deposit:0:' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -l since -d 'Booked at or after this time' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -l until -d 'Booked before this time' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -l limit -d 'Rows at most; 0 for all [default: 20 on a terminal, otherwise all]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -l after -d 'Continue after the page that gave this cursor' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -l fields -d 'Fields to print, in this order: id,model,price_per_hour' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from entries" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check every law of the book; exit 1 when one is broken'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from help" -f -a "accounts" -d 'List the accounts with their balances'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from help" -f -a "entries" -d 'List the entries with their postings, newest first'
complete -c gp4u -n "__fish_gp4u_using_subcommand ledger; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and not __fish_seen_subcommand_from migrate status help" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and not __fish_seen_subcommand_from migrate status help" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and not __fish_seen_subcommand_from migrate status help" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and not __fish_seen_subcommand_from migrate status help" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and not __fish_seen_subcommand_from migrate status help" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and not __fish_seen_subcommand_from migrate status help" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and not __fish_seen_subcommand_from migrate status help" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and not __fish_seen_subcommand_from migrate status help" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and not __fish_seen_subcommand_from migrate status help" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and not __fish_seen_subcommand_from migrate status help" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and not __fish_seen_subcommand_from migrate status help" -f -a "migrate" -d 'Bring the database to the schema of this gp4u'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and not __fish_seen_subcommand_from migrate status help" -f -a "status" -d 'Show where the database is and whether this gp4u can use it'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and not __fish_seen_subcommand_from migrate status help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from migrate" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from migrate" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from migrate" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from migrate" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from migrate" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from migrate" -l roles -d 'Also make the PostgreSQL role gp4u_app, or bring its rights up to date: all that gp4u needs, and no right to change or erase the journal'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from migrate" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from migrate" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from migrate" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from migrate" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from migrate" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from status" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from status" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from status" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from status" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from status" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from status" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from status" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from help" -f -a "migrate" -d 'Bring the database to the schema of this gp4u'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show where the database is and whether this gp4u can use it'
complete -c gp4u -n "__fish_gp4u_using_subcommand db; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -f -a "list" -d 'List every key with its value'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -f -a "get" -d 'Print the value of a key'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -f -a "set" -d 'Set a key in your own configuration file'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -f -a "path" -d 'Print the path of your configuration file'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and not __fish_seen_subcommand_from list get set path help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from list" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from list" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from list" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from list" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from list" -l origin -d 'Also show where each value comes from'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from list" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from list" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from get" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from get" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from get" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from get" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from get" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from get" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from get" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from set" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from set" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from set" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from set" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from set" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from set" -l stdin -d 'Read the value, which may be a secret, from standard input'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from set" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from set" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from path" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from path" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from path" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from path" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from path" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from path" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "list" -d 'List every key with its value'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "get" -d 'Print the value of a key'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "set" -d 'Set a key in your own configuration file'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "path" -d 'Print the path of your configuration file'
complete -c gp4u -n "__fish_gp4u_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand doctor" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand doctor" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand doctor" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand doctor" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand doctor" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand doctor" -l offline -d 'Do not ask the providers'
complete -c gp4u -n "__fish_gp4u_using_subcommand doctor" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand doctor" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand doctor" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand doctor" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand doctor" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand schema" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand schema" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand schema" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand schema" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand schema" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand schema" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand schema" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand schema" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand schema" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand schema" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand exit-codes" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand exit-codes" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand exit-codes" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand exit-codes" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand exit-codes" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand exit-codes" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand exit-codes" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand exit-codes" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand exit-codes" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand exit-codes" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand completions" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand completions" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand completions" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand completions" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand completions" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand completions" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand completions" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand completions" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand completions" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand completions" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand man" -s o -l output -d 'Format of the results [default: table; env: GP4U_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
ids\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand man" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gp4u -n "__fish_gp4u_using_subcommand man" -l config -d 'Configuration file to use instead of the project\'s .gp4u.toml [env: GP4U_CONFIG]' -r -F
complete -c gp4u -n "__fish_gp4u_using_subcommand man" -l profile -d 'Profile of the configuration to use [env: GP4U_PROFILE]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand man" -l database -d 'Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]' -r
complete -c gp4u -n "__fish_gp4u_using_subcommand man" -l json -d 'Same as --output json'
complete -c gp4u -n "__fish_gp4u_using_subcommand man" -s q -l quiet -d 'No notes and no progress on standard error; errors and warnings stay'
complete -c gp4u -n "__fish_gp4u_using_subcommand man" -s v -l verbose -d 'Log to standard error; -vv and -vvv log more [env: GP4U_LOG]'
complete -c gp4u -n "__fish_gp4u_using_subcommand man" -l no-input -d 'Never ask anything'
complete -c gp4u -n "__fish_gp4u_using_subcommand man" -s h -l help -d 'Print help'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "gpus" -d 'Find, show and compare GPUs for rent'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "arbitrage" -d 'Find where the same GPU is really cheaper, by how much, and whether it lasts'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "cluster" -d 'Several machines for one job: the cheapest that do it in time, proven'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "providers" -d 'The rental networks: what is configured, stored and reachable'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "sync" -d 'Ask the rental networks for their offers and store them'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "auth" -d 'Sign up, log in, and manage the account and its tokens'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "audit" -d 'Who did what, when, to what'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "reserve" -d 'Book a GPU for a time, and look after bookings'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "import" -d 'Take in prices or offers from a file'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "daemon" -d 'Keep the market fresh and the books proven: run the loops in the foreground'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "wallet" -d 'Money in and out, what was spent and on what, and how much may be'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "reconcile" -d 'Compare rented machines with what the providers show; exit 1 when one is nobody\'s or missing'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "ledger" -d 'The book behind the wallets, for its operator'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "db" -d 'The database behind it all'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "config" -d 'Read and change the configuration'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "doctor" -d 'Check configuration, database, providers, clock and file permissions'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "schema" -d 'Print the JSON Schema of an output, or the names of all'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "exit-codes" -d 'Print the table of exit codes'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "man" -d 'Write the manual pages into a folder'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and not __fish_seen_subcommand_from gpus arbitrage cluster providers sync auth audit reserve import daemon wallet reconcile ledger db config doctor schema exit-codes completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from gpus" -f -a "search" -d 'Find offers, the cheapest per GPU first'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from gpus" -f -a "show" -d 'Show everything known about one offer'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from gpus" -f -a "compare" -d 'Put two to eight offers side by side, the best value of each line marked with *'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from gpus" -f -a "models" -d 'List the GPUs on the market, with their prices and how each provider spells them'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from gpus" -f -a "history" -d 'Show what a GPU cost over time: chart, percentiles, time under a price'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from arbitrage" -f -a "opportunities" -d 'List what is saved by buying elsewhere, net of moving, and which of it is news (the default)'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from arbitrage" -f -a "best" -d 'Show where to buy one model now, and which offers'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from arbitrage" -f -a "compare" -d 'Show what each provider asks for one model'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from arbitrage" -f -a "savings" -d 'Show what moving to the best price is worth in money'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from cluster" -f -a "plan" -d 'Find the cheapest offers that do a job in time, with the proof that none are cheaper'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from providers" -f -a "list" -d 'List the providers and how they are configured'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from providers" -f -a "status" -d 'Show what is stored of each provider, and how its last sync went'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from providers" -f -a "check" -d 'Ask the providers now whether they can be read; stores nothing'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "signup" -d 'Make an account with a wallet, and log in to it'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "login" -d 'Log in on this machine'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "logout" -d 'End the login of this machine'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "whoami" -d 'Show who is logged in, and what the login or token may be used for'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "update" -d 'Change the address, the password or the name of the account'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "token" -d 'Make, list and end tokens for programs'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "list" -d 'List what was done, newest first: everything for the operator, your own for others'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from reserve" -f -a "create" -d 'Book an offer; it is paid when it starts'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from reserve" -f -a "list" -d 'List reservations, the latest start first'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from reserve" -f -a "show" -d 'Show a reservation'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from reserve" -f -a "extend" -d 'Make a reservation longer; an active one is charged at once'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from reserve" -f -a "cancel" -d 'Cancel a reservation: free before it starts, unused time comes back afterwards'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from reserve" -f -a "slots" -d 'Show when an offer is free for long enough'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from reserve" -f -a "calendar" -d 'Show how full the days of an offer are'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from reserve" -f -a "wait" -d 'Wait until a reservation\'s machine is up, or it has ended'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from reserve" -f -a "ssh" -d 'Log in to a reservation\'s machine, or run a command on it'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from reserve" -f -a "logs" -d 'Show the end of what a reservation\'s machine printed'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from daemon" -f -a "status" -d 'Show what each loop last did and when it is due; exit code 1 unless all are well'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "balance" -d 'Show what the wallet holds'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "deposit" -d 'Tell that money was sent; it is credited when the operator has seen it arrive'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "withdraw" -d 'Take money out of the wallet, for the operator to pay out'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "requests" -d 'List deposits and withdrawals, and how far they are'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "approve" -d 'Say that a deposit arrived or a withdrawal was paid (operator)'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "reject" -d 'Say that a deposit did not arrive or a withdrawal is not paid: its money goes back (operator)'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "transactions" -d 'List what moved the wallet, newest first, with the balance after each'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "analytics" -d 'Show what was spent by kind, provider, GPU and day'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "limits" -d 'How much may be spent in a day and in a month'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "export" -d 'Write the whole history of the wallet, oldest first'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from ledger" -f -a "verify" -d 'Check every law of the book; exit 1 when one is broken'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from ledger" -f -a "accounts" -d 'List the accounts with their balances'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from ledger" -f -a "entries" -d 'List the entries with their postings, newest first'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from db" -f -a "migrate" -d 'Bring the database to the schema of this gp4u'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from db" -f -a "status" -d 'Show where the database is and whether this gp4u can use it'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "list" -d 'List every key with its value'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "get" -d 'Print the value of a key'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "set" -d 'Set a key in your own configuration file'
complete -c gp4u -n "__fish_gp4u_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "path" -d 'Print the path of your configuration file'
