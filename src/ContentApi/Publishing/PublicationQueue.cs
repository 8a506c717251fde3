using ContentApi.Core.Model;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>
/// Groups the publications that wait while another transaction of this node publishes, so that the next transaction publishes all of them.
/// </summary>
/// <param name="publish">Publishes stories in one transaction, and returns their results in the same order.</param>
internal sealed class PublicationQueue(Func<IReadOnlyList<PreparedStory>, Task<IReadOnlyList<PublicationResult?>>> publish) : IAsyncDisposable
{
    /// <summary>The maximum number of stories in a group. Larger groups save little, and delay their first story.</summary>
    private const int MaxGroupSize = 16;

    private readonly Lock sync = new();
    private readonly List<WaitingStory> waiting = [];
    private Task publishing = Task.CompletedTask;
    private bool isPublishing;

    /// <summary>
    /// Publishes a story, alone or in a group. If a story of the group can be the cause of a failure, each is published alone, so that none
    /// fails because of another one. A cancellation ends the wait, but not a publication that has started.
    /// </summary>
    public Task<PublicationResult?> Publish(PreparedStory story, CancellationToken cancellationToken)
    {
        var entry = new WaitingStory(story, cancellationToken);
        lock (sync)
        {
            waiting.Add(entry);
            if (!isPublishing)
            {
                isPublishing = true;
                publishing = Task.Run(PublishWaiting, CancellationToken.None);
            }
        }

        return entry.Completion.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits for the publications that have started.</summary>
    public async ValueTask DisposeAsync() => await publishing;

    private async Task PublishWaiting()
    {
        while (TakeGroup() is { Count: > 0 } group)
        {
            await Publish(group);
        }
    }

    /// <summary>
    /// Takes the next group in the order of arrival. A story waits for the next group if it has the draft, slug or founder of a story in
    /// this one, whose publication it may depend on.
    /// </summary>
    private List<WaitingStory> TakeGroup()
    {
        lock (sync)
        {
            waiting.RemoveAll(entry => entry.CancellationToken.IsCancellationRequested);
            List<WaitingStory> group = [];
            HashSet<string> keys = new(StringComparer.Ordinal);
            foreach (var entry in waiting)
            {
                // A story whose predecessor stays behind stays behind, too, because the predecessor's keys are taken.
                if (entry.Keys.Count(keys.Add) == entry.Keys.Length && group.Count < MaxGroupSize)
                {
                    group.Add(entry);
                }
            }

            waiting.RemoveAll(group.Contains);
            isPublishing = group.Count > 0;
            return group;
        }
    }

    private async Task Publish(List<WaitingStory> group)
    {
        try
        {
            var results = await publish(group.ConvertAll(entry => entry.Story));
            foreach (var (entry, result) in group.Zip(results))
            {
                entry.Completion.TrySetResult(result);
            }
        }
        catch (Exception e) when (group.Count > 1 && IsCausedByStory(e))
        {
            foreach (var entry in group.Where(entry => !entry.CancellationToken.IsCancellationRequested))
            {
                await Publish([entry]);
            }
        }
        catch (Exception e)
        {
            group.ForEach(entry => entry.Completion.TrySetException(e));
        }
    }

    /// <summary>
    /// Returns whether one of the stories can have caused the error. A database that is unavailable or too slow fails for all of them.
    /// </summary>
    private static bool IsCausedByStory(Exception e) => e is PostgresException { SqlState: ['2', '2' or '3', ..] or ['4', '0', ..] } || e is not NpgsqlException and not TimeoutException;

    private sealed record WaitingStory(PreparedStory Story, CancellationToken CancellationToken)
    {
        public TaskCompletionSource<PublicationResult?> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string[] Keys { get; } = Story.Rendered.Document.Founder is { } founder
            ? [$"draft {Story.Id}", $"slug {Story.Slug}", $"founder {founder.Slug ?? NameFolding.Fold(founder.Name!)}"]
            : [$"draft {Story.Id}", $"slug {Story.Slug}"];
    }
}
