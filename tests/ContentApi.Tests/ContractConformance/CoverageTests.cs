using System.Collections.Concurrent;
using System.Reflection;
using ContentApi.Tests.ContractConformance;
using Xunit.v3;

[assembly: RecordExecutedTests]

namespace ContentApi.Tests.ContractConformance;

/// <summary>Runs last and fails if no test exercised some part of the contract. Skipped if only some tests have run.</summary>
[Collection(Last)]
public sealed class CoverageTests(ITestOutputHelper output)
{
    public const string Last = "Last";

    /// <summary>The statuses that no test can provoke, with the reason.</summary>
    private static readonly Dictionary<string, string> UnreachableStatuses = new(StringComparer.Ordinal)
    {
        ["500"] = "only a bug in the service causes it; the fuzz tests look for one",
    };

    [Fact]
    public void Every_operation_status_and_parameter_of_the_contract_is_exercised()
    {
        Assert.Empty(Coverage.Violations);
        var notExecuted = RecordExecutedTestsAttribute.NotExecuted(testToIgnore: nameof(Every_operation_status_and_parameter_of_the_contract_is_exercised));
        Assert.SkipWhen(notExecuted.Count > 0, $"Only a full run exercises the whole contract. {notExecuted.Count} tests have not run, such as {string.Join(", ", notExecuted.Take(1))}.");

        var operations = OpenApiContract.Committed.Operations;
        List<string> unexercised = [];
        var (statuses, parameters, skipped) = (0, 0, 0);
        foreach (var operation in operations)
        {
            foreach (var status in operation.Responses.Keys)
            {
                if (UnreachableStatuses.ContainsKey(status) || UnreachableStatuses.ContainsKey(Coverage.StatusKey(operation, status)))
                {
                    skipped++;
                    continue;
                }

                statuses++;
                Check(Coverage.StatusKey(operation, status));
            }

            foreach (var parameter in operation.Parameters)
            {
                parameters++;
                Check(Coverage.ParameterKey(operation, parameter));
            }
        }

        output.WriteToReport($"{operations.Count} operations, {statuses} statuses and {parameters} parameters of the contract, {unexercised.Count} of them not exercised; {skipped} unreachable statuses not counted.");
        Assert.True(unexercised.Count == 0, $"No test exercises these parts of the contract:\n  {string.Join("\n  ", unexercised)}\nTest them or, if nothing can cause a status, add it to {nameof(UnreachableStatuses)} with the reason.");

        void Check(string key)
        {
            if (!Coverage.IsExercised(key))
            {
                unexercised.Add(key);
            }
        }
    }
}

[CollectionDefinition(CoverageTests.Last, DisableParallelization = true)]
public sealed class LastCollection;

/// <summary>Records which tests have run.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class RecordExecutedTestsAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, bool> Executed = new(StringComparer.Ordinal);

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Executed.TryAdd(Name(methodUnderTest), true);

    /// <summary>Returns the tests of a full run that have not run yet, except one.</summary>
    public static IReadOnlyList<string> NotExecuted(string testToIgnore) => typeof(RecordExecutedTestsAttribute).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttribute<FactAttribute>() is { Explicit: false } && method.Name != testToIgnore)
        .Select(Name)
        .Where(name => !Executed.ContainsKey(name))
        .ToList();

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
