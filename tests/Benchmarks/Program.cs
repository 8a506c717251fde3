using ContentApi.Benchmarks;
using Spectre.Console;

// Compares reads and the import of 10,000 stories with the limits of the machine, in alternating turns.
if (BareKestrel.IsRequested(args))
{
    return await BareKestrel.Run(args);
}

if (args is ["relevance", .. var relevance])
{
    return await RelevanceRun.Run(relevance);
}

if (args is ["scale", .. var scale])
{
    return await ScaleRun.Run(scale);
}

if (args is [PublishingRun.Name, .. var publishing])
{
    return await PublishingRun.Run(publishing);
}

if (args is [FunctionBenchmarks.Name])
{
    return FunctionBenchmarks.Run();
}

foreach (var tool in new[] { "wrk", "pgbench" })
{
    if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, tool))))
    {
        Console.Error.WriteLine($"The benchmark requires {tool}. To install it on Debian or Ubuntu: sudo apt-get install {(tool == "wrk" ? "wrk" : "postgresql-contrib")}");
        return 2;
    }
}

var numbers = args.Where(arg => arg.All(char.IsAsciiDigit)).ToList();
var names = args.Except(numbers, StringComparer.Ordinal).ToList();
var stories = numbers is [var number, ..] ? int.Parse(number, null) : GeneratedLibrary.Stories;
IReadOnlyList<string> rows = names.Count == 0 ? Suite.All : names;
if (rows.Except(Suite.All, StringComparer.Ordinal).ToList() is [var unknown, ..])
{
    Console.Error.WriteLine($"Unknown row '{unknown}'. Rows: {string.Join(", ", Suite.All)}. A number sets the number of stories.");
    return 2;
}

Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", "Production");
AnsiConsole.Profile.Width = 110; // redirected output has another width by default
Console.WriteLine("Publishing the service…");
await PublishedService.Current.Publish();
return await Suite.Run(rows, stories);
