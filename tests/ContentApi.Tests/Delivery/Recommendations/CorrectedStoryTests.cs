using ContentApi.Tests.Newsroom;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Delivery.Recommendations;

public sealed class CorrectedStoryTests(Api api) : IClassFixture<Api>
{
    private const int Similar = 60; // more lists than a new story enters
    private const int MaxListLength = 24;

    [Fact]
    public async Task A_correction_leaves_full_lists_full()
    {
        // Unrelated stories make the words of the similar ones rare, so that these have scores.
        var unrelated = Enumerable.Range(0, 150).Select(n => ($"unrelated-{n}.md", $"---\ntitle: Unrelated {n}\n---\nOf kumquat{n}, and of tamarind{n}."));
        var similar = Enumerable.Range(0, Similar).Select(n => ($"lens-{n}.md", $"---\ntitle: Lens {n}\n---\n{Body(n)}"));
        await api.Import([.. unrelated, .. similar]);
        Assert.Equal(Similar, await CountFullLists());

        for (var n = 0; n < Similar; n += 4)
        {
            await api.ReplaceDraft($"lens-{n}", NewsroomClient.Document($"Lens {n}", $"{Body(n)} A correction mentions quince{n} once."), await api.GetETag($"lens-{n}"));
            await api.PublishDraft($"lens-{n}", 2);
            Assert.Equal(Similar, await CountFullLists());
        }

        // Similar, but not near-duplicates; and with different scores, because pairs have different numbers of words in common.
        static string Body(int n) =>
            $"The telescope has a lens. Its glass was ground by hand{n % 7}, polished by cloth{n % 11}, and mounted in brass{n % 5}. It belongs to harbor{n}, which has tower{n}, bridge{n}, garden{n} and orchard{n}.";

        async Task<int> CountFullLists()
        {
            await using var connection = new NpgsqlConnection(api.ConnectionString);
            return await connection.ExecuteScalarAsync<int>(
                "select count(*) from (select from computed_recommendation c join story s on s.id = c.story_id where s.slug like 'lens-%' group by s.id having count(*) = @MaxListLength) as full_lists", new { MaxListLength });
        }
    }
}
