using System.Collections.Concurrent;
using System.Reflection;
using ContentApi.Tests.ContractConformance;
using Xunit.v3;

[assembly: NotedTest]

namespace ContentApi.Tests.ContractConformance;

/// <summary>Runs last and reports the parts of the contract that no test exercised. Skipped if only some tests have run.</summary>
[Collection(Last)]
public sealed class CoverageTests(ITestOutputHelper output)
{
    public const string Last = "Last";

    private const string NotProvoked = "no test can make it without a fault of ours; the fuzzer looks for one";

    /// <summary>The statuses that no test exercises, with the reason.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["500"] = NotProvoked,
        ["saveFounder 409"] = "only for two who create the same founder in the same moment, of whom one mostly gets a 412",
    };

    [Fact]
    public void Every_operation_status_and_parameter_of_the_contract_is_exercised()
    {
        Assert.Empty(Coverage.Faults);
        var missing = NotedTestAttribute.Missing(except: nameof(Every_operation_status_and_parameter_of_the_contract_is_exercised));
        Assert.SkipWhen(missing.Count > 0, $"Only a whole run tries the whole contract; {missing.Count} tests have not run, such as {string.Join(", ", missing.Take(1))}.");

        var operations = WrittenContract.Committed.Operations;
        List<string> untried = [];
        var (statuses, parameters, excepted) = (0, 0, 0);
        foreach (var operation in operations)
        {
            foreach (var status in operation.Answers.Keys)
            {
                if (Exceptions.ContainsKey(status) || Exceptions.ContainsKey(Coverage.Status(operation, status)))
                {
                    excepted++;
                    continue;
                }

                statuses++;
                Try(Coverage.Status(operation, status));
            }

            foreach (var parameter in operation.Parameters)
            {
                parameters++;
                Try(Coverage.Name(operation, parameter));
            }
        }

        output.Tell($"{operations.Count} operations, {statuses} statuses and {parameters} parameters of the contract, {untried.Count} of them not exercised; {excepted} statuses excepted.");
        Assert.True(untried.Count == 0, $"The contract documents what no test has met:\n  {string.Join("\n  ", untried)}");

        void Try(string what)
        {
            if (!Coverage.Has(what))
            {
                untried.Add(what);
            }
        }
    }
}

[CollectionDefinition(CoverageTests.Last, DisableParallelization = true)]
public sealed class LastCollection;

/// <summary>Records which tests have run.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class NotedTestAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, bool> Run = new(StringComparer.Ordinal);

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Run.TryAdd(Name(methodUnderTest), true);

    /// <summary>Returns the tests of a full run that have not run yet.</summary>
    public static IReadOnlyList<string> Missing(string except) => typeof(NotedTestAttribute).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttribute<FactAttribute>() is { Explicit: false } && method.Name != except)
        .Select(Name)
        .Where(name => !Run.ContainsKey(name))
        .ToList();

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
